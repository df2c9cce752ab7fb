package dev.culvert.kubeconfig.oidc;

import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationGrantError;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationRequest;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationResponse;
import com.nimbusds.oauth2.sdk.device.DeviceAuthorizationSuccessResponse;
import com.nimbusds.oauth2.sdk.device.DeviceCodeGrant;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** RFC 8628: the person opens a page on any device and types a code, while this program asks whether that has happened. */
record DeviceFlow(Prompt prompt) implements Flow {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final long SLOWER_SECONDS = 5;
    private static final long SLOWEST_SECONDS = 60;

    @Override
    public Tokens login(Provider provider) {
        URI endpoint = provider.deviceEndpoint()
                .orElseThrow(() -> OidcException.failed("the provider has no device code login"));
        DeviceAuthorizationRequest request = provider.authentication()
                .map(proof -> new DeviceAuthorizationRequest(endpoint, proof, provider.scope(), null))
                .orElseGet(() -> new DeviceAuthorizationRequest(endpoint, provider.clientId(), provider.scope()));
        DeviceAuthorizationSuccessResponse device =
                device(provider.send("the device endpoint", request.toHTTPRequest()));
        invite(device);
        return await(provider, device);
    }

    private static DeviceAuthorizationSuccessResponse device(HTTPResponse response) {
        try {
            DeviceAuthorizationResponse parsed = DeviceAuthorizationResponse.parse(response);
            if (!parsed.indicatesSuccess()) {
                throw OidcException.failed("the provider refuses a device code login ("
                        + Provider.code(
                                parsed.toErrorResponse().getErrorObject().getCode()) + ")");
            }
            return parsed.toSuccessResponse();
        } catch (ParseException e) {
            throw OidcException.failed(
                    "the device endpoint's answer, of status " + response.getStatusCode() + ", is not understood");
        }
    }

    private void invite(DeviceAuthorizationSuccessResponse device) {
        URI page = Registration.https(
                "the provider's login page", device.getVerificationURI().toString());
        // On a terminal: a code that is more than a code would be able to move its cursor.
        String code = device.getUserCode().getValue();
        if (!code.matches("[ -~]{1,100}")) {
            throw OidcException.failed("the provider's code is not printable");
        }
        prompt.say("To log in, open " + page + " and enter the code " + code);
        if (device.getVerificationURIComplete() != null) {
            prompt.say("or open "
                    + Registration.https(
                            "the provider's login page",
                            device.getVerificationURIComplete().toString()));
        }
    }

    private static Tokens await(Provider provider, DeviceAuthorizationSuccessResponse device) {
        Instant end = Instant.now().plusSeconds(Math.min(device.getLifetime(), LONGEST.toSeconds()));
        long interval = Math.max(1, Math.min(device.getInterval(), SLOWEST_SECONDS));
        while (Instant.now().isBefore(end)) {
            pause(interval);
            TokenResponse response = provider.ask(new DeviceCodeGrant(device.getDeviceCode()));
            if (response.indicatesSuccess()) {
                return provider.verified(response, null);
            }
            String error = response.toErrorResponse().getErrorObject().getCode();
            if (DeviceAuthorizationGrantError.SLOW_DOWN.getCode().equals(error)) {
                interval = Math.min(interval + SLOWER_SECONDS, SLOWEST_SECONDS);
            } else if (!DeviceAuthorizationGrantError.AUTHORIZATION_PENDING
                    .getCode()
                    .equals(error)) {
                throw OidcException.failed("the login did not succeed (" + Provider.code(error) + ")");
            }
        }
        throw OidcException.failed("nobody logged in in time");
    }

    /** The protocol's own pause: it names no other way to learn that somebody has logged in. */
    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OidcException.failed("interrupted", e);
        }
    }
}
