package dev.culvert.gateway.authn;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What an agent showed to say who it is: a token, a certificate, or both.
 *
 * @param token empty where none was sent
 * @param certificates the chain of the connection, the agent's own first; the agent has its key, and nothing else about it was
 *     verified. Empty where none was shown
 */
public record AgentCredential(String token, List<X509Certificate> certificates) {
    public AgentCredential {
        certificates = List.copyOf(certificates);
    }

    /** A token alone. */
    public static AgentCredential ofToken(String token) {
        return new AgentCredential(token, List.of());
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "AgentCredential[" + (certificates.isEmpty() ? "no " : "") + "certificate]";
    }
}
