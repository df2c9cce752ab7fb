package dev.culvert.kubeconfig.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;

/**
 * RFC 8252: the person logs in with a browser on this machine, which the provider then sends to a port of this program. The
 * code that comes with it is worth nothing without this program's PKCE verifier.
 *
 * @param port of the loopback interface; 0: any that is free, which a provider must allow
 */
record BrowserFlow(Prompt prompt, int port) implements Flow {
    @Override
    public Tokens login(Provider provider) {
        URI endpoint = provider.authorizationEndpoint()
                .orElseThrow(() -> OidcException.failed("the provider has no login for browsers"));
        State state = new State();
        Nonce nonce = new Nonce();
        CodeVerifier verifier = new CodeVerifier();
        try (Loopback loopback = Loopback.listen(port, state, provider.issuer())) {
            AuthenticationRequest.Builder request = new AuthenticationRequest.Builder(
                            ResponseType.CODE, provider.scope(), provider.clientId(), loopback.redirect())
                    .endpointURI(endpoint)
                    .state(state)
                    .nonce(nonce)
                    .codeChallenge(verifier, CodeChallengeMethod.S256);
            if (provider.scope().contains("offline_access")) {
                // Without it a provider must not give a refresh token (OpenID Connect Core 1.0, section 11).
                request.prompt(com.nimbusds.openid.connect.sdk.Prompt.Type.CONSENT);
            }
            prompt.say("To log in, open " + request.build().toURI());
            AuthorizationCode code = loopback.await();
            TokenResponse response = provider.ask(new AuthorizationCodeGrant(code, loopback.redirect(), verifier));
            if (!response.indicatesSuccess()) {
                throw OidcException.failed("the login did not succeed ("
                        + Provider.code(
                                response.toErrorResponse().getErrorObject().getCode()) + ")");
            }
            return provider.verified(response, nonce);
        }
    }
}
