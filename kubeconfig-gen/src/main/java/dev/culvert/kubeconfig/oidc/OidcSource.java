package dev.culvert.kubeconfig.oidc;

import dev.culvert.kubeconfig.credential.IssuedToken;
import dev.culvert.kubeconfig.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * ID tokens of a provider: the one that is kept while it is good, then a renewed one, then one of a new login.
 *
 * @param prompt tells the person how to log in
 */
public record OidcSource(Registration registration, Transport transport, TokenCache cache, Login login, Prompt prompt) {
    /** For the way to the gateway, and for clocks that differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    /** How to log in. */
    public enum Way {
        /** By device code where the provider has that, else with a browser. */
        AUTO,
        DEVICE,
        BROWSER
    }

    /**
     * Whether and how a person may be asked.
     *
     * @param allowed false: fail instead
     * @param port for the way with a browser; 0: any
     */
    public record Login(boolean allowed, Way way, int port) {}

    /**
     * A token that is good for a while.
     *
     * @throws OidcException where there is none
     */
    public IssuedToken token() {
        Tokens tokens = cache.update(this::renewed);
        return new IssuedToken(tokens.idToken(), tokens.expires().minus(MARGIN));
    }

    private Tokens renewed(Optional<Tokens> kept) {
        if (kept.filter(OidcSource::good).isPresent()) {
            return kept.get();
        }
        Provider provider = Provider.discover(registration, transport);
        Optional<String> refreshToken = kept.flatMap(Tokens::refreshToken);
        if (refreshToken.isPresent()) {
            try {
                return samePerson(kept.get(), provider.refresh(refreshToken.get()));
            } catch (OidcException e) {
                if (!e.loginHelps() || !login.allowed()) {
                    throw e;
                }
            }
        }
        if (!login.allowed()) {
            throw OidcException.loggedOut(
                    "nobody is logged in, and nobody is there who could:" + " run kubectl in a terminal once");
        }
        return flow(provider).login(provider);
    }

    private Flow flow(Provider provider) {
        boolean device = login.way() == Way.DEVICE
                || (login.way() == Way.AUTO && provider.deviceEndpoint().isPresent());
        return device ? new DeviceFlow(prompt) : new BrowserFlow(prompt, login.port());
    }

    private static boolean good(Tokens tokens) {
        return Instant.now().isBefore(tokens.expires().minus(MARGIN));
    }

    /** OpenID Connect Core 1.0, section 12.2. */
    private static Tokens samePerson(Tokens before, Tokens after) {
        if (!before.subject().equals(after.subject())) {
            throw OidcException.loggedOut("the provider renewed the login as somebody else");
        }
        return after;
    }
}
