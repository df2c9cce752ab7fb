package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.CallerToken;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By what a caller came, as far as it is looked at again while something of the caller's runs. Immutable. */
public sealed interface Proof {
    /** From when on nothing may run by it any more; empty where that never comes by itself. */
    Optional<Instant> end();

    /** A token of the gateway's own. */
    record Token(CallerToken token) implements Proof {
        @Override
        public Optional<Instant> end() {
            return token.token().maybeExpires();
        }
    }

    /**
     * The client certificate of the caller's connection.
     *
     * @param chain as it was shown, the caller's own first
     * @param expires when one ceases to be valid on the way to the authority, the first of them
     */
    record Certificate(List<X509Certificate> chain, Instant expires) implements Proof {
        public Certificate {
            chain = List.copyOf(chain);
        }

        @Override
        public Optional<Instant> end() {
            return Optional.of(expires);
        }

        /** Not the chain, which is pages. */
        @Override
        public String toString() {
            return "Certificate[until " + expires + "]";
        }
    }

    /**
     * An ID token of a provider.
     *
     * @param ends when what runs is to end; null: what began by the token outlives it
     */
    record IdToken(@Nullable Instant ends) implements Proof {
        @Override
        public Optional<Instant> end() {
            return Optional.ofNullable(ends);
        }
    }
}
