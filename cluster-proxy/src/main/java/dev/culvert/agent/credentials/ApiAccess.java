package dev.culvert.agent.credentials;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that a request to the API server needs, as of one moment. */
public final class ApiAccess {
    private final ApiServer server;
    private final ApiTls tls;
    private final @Nullable String authorization;

    /**
     * @param token sent as a bearer token; null: the client certificate says it all, or nothing does
     */
    ApiAccess(ApiServer server, ApiTls tls, @Nullable String token) {
        this.server = server;
        this.tls = tls;
        this.authorization = token == null ? null : "Bearer " + checked(token);
    }

    private static String checked(String token) {
        if (token.isEmpty()) {
            throw new CredentialsException("the token is empty");
        }
        for (int i = 0; i < token.length(); i++) {
            if (token.charAt(i) <= ' ' || token.charAt(i) >= 127) {
                throw new CredentialsException("the token holds white space or characters that no header can carry");
            }
        }
        return token;
    }

    public ApiServer server() {
        return server;
    }

    public ApiTls tls() {
        return tls;
    }

    /** The value of the Authorization header. A secret. */
    public Optional<String> authorization() {
        return Optional.ofNullable(authorization);
    }

    boolean isSameAs(ApiAccess other) {
        return server.equals(other.server)
                && tls.equals(other.tls)
                && authorization().equals(other.authorization());
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "ApiAccess[" + server.authority() + ", " + tls + ", token=" + (authorization != null) + "]";
    }
}
