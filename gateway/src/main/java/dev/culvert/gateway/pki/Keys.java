package dev.culvert.gateway.pki;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;

/** Which keys may be used, and how they sign. */
final class Keys {
    private static final int MIN_RSA_BITS = 2_048;
    private static final int MIN_EC_BITS = 256;

    private Keys() {}

    /** Throws {@link IllegalArgumentException} for any but RSA from 2048 and EC from 256 bits. */
    static void requireStrong(PublicKey key) {
        boolean rsa = key instanceof RSAKey rsaKey && rsaKey.getModulus().bitLength() >= MIN_RSA_BITS;
        boolean ec = key instanceof ECKey ecKey
                && ecKey.getParams().getCurve().getField().getFieldSize() >= MIN_EC_BITS;
        if (!rsa && !ec) {
            throw new IllegalArgumentException("the key is neither RSA of 2048 bits or more, nor EC of 256 or more");
        }
    }

    /** The JCA's name of the signature that the key makes. */
    static String signature(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EdDSA", "Ed25519" -> "Ed25519";
            default -> "SHA256withECDSA";
        };
    }

    static boolean belongTogether(PublicKey publicKey, PrivateKey privateKey) {
        try {
            byte[] probe = {1, 2, 3};
            Signature signer = Signature.getInstance(signature(privateKey));
            signer.initSign(privateKey);
            signer.update(probe);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(signature(privateKey));
            verifier.initVerify(publicKey);
            verifier.update(probe);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
