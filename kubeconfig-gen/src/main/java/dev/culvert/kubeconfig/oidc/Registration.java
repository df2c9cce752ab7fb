package dev.culvert.kubeconfig.oidc;

import com.nimbusds.oauth2.sdk.auth.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * This program as the provider knows it.
 *
 * @param issuer exactly as the provider writes itself
 * @param clientId a public client's, or one whose secret is given
 * @param secret of a client that has one
 * @param scopes asked for; empty: {@code openid}, and {@code offline_access} where the provider has it
 * @param profile tells several logins at one provider apart
 */
public record Registration(
        String issuer, String clientId, Optional<Secret> secret, List<String> scopes, String profile) {
    public Registration {
        scopes = List.copyOf(scopes);
        https("the issuer", issuer);
        if (issuer.contains("?") || issuer.contains("#")) {
            throw new IllegalArgumentException("the issuer must have no query and no fragment");
        }
        if (clientId.isBlank()) {
            throw new IllegalArgumentException("the client ID is empty");
        }
    }

    /** The URL, when nothing that is sent there can be read on the way. */
    static URI https(String what, String url) {
        try {
            URI uri = new URI(url);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException notAUrl) {
            throw new IllegalArgumentException(what + " is not a URL", notAUrl);
        }
        throw new IllegalArgumentException(what + " must begin with https:// and a host");
    }

    @Override
    public String toString() {
        return "Registration[" + issuer + ", " + clientId + "]";
    }
}
