package dev.culvert.gateway.pki;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A new bearer token: a prefix by which people and secret scanners know it, and 256 random bits. */
public record Token(String value) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A token for an agent. */
    public static Token forAgent() {
        return random("cva_");
    }

    /** A token for a caller. */
    public static Token forCaller() {
        return random("cvc_");
    }

    /** A token for an install link. */
    public static Token forInstallLink() {
        return random("cvi_");
    }

    /** What the gateway's configuration holds of it: 64 hexadecimal digits. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "Token[…]";
    }

    private static Token random(String prefix) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return new Token(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
