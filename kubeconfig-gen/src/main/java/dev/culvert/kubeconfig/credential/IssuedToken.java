package dev.culvert.kubeconfig.credential;

import java.time.Instant;

/**
 * A token, and when a client has to ask for another.
 *
 * @param value the secret
 * @param renew from when on it is not to be used any more
 */
public record IssuedToken(String value, Instant renew) {
    @Override
    public String toString() {
        return "IssuedToken[redacted, renew=" + renew + "]";
    }
}
