package dev.culvert.gateway.authn.certificate;

/** A certificate does not count. The message is for the log. */
final class InvalidCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidCertificateException(String message) {
        super(message, null, false, false);
    }
}
