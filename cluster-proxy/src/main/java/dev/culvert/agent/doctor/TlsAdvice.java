package dev.culvert.agent.doctor;

/**
 * What to do where TLS fails.
 *
 * @param authority where the certificate is of an authority that is not trusted
 * @param name where it is for other names
 */
record TlsAdvice(String authority, String name) {
    String on(PresentedChain.Verdict verdict) {
        return switch (verdict) {
            case NONE_SHOWN -> "what answers on this port does not speak TLS, or hangs up";
            case OUT_OF_DATE -> "have the certificate renewed, and see whether this machine's clock is right";
            case OTHER_NAME -> name;
            case OTHER_AUTHORITY -> authority;
            case TRUSTED -> "the certificate is trusted, but TLS broke off: see whether something on the way resets it";
        };
    }
}
