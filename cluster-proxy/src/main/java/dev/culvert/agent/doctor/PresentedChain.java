package dev.culvert.agent.doctor;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Keeps the certificates that the other side showed, and what somebody else thought of them. For sockets of Java's own. */
final class PresentedChain extends X509ExtendedTrustManager {
    /** More of them are the system's. */
    private static final int FEW_AUTHORITIES = 5;

    /** What is the matter with them. */
    enum Verdict {
        NONE_SHOWN,
        OUT_OF_DATE,
        OTHER_NAME,
        OTHER_AUTHORITY,
        TRUSTED
    }

    private final @Nullable X509ExtendedTrustManager judge;
    private volatile List<X509Certificate> chain = List.of();
    private volatile Verdict verdict = Verdict.NONE_SHOWN;

    /**
     * @param judge null: whatever is shown will do
     */
    PresentedChain(@Nullable X509ExtendedTrustManager judge) {
        this.judge = judge;
    }

    boolean isJudged() {
        return judge != null;
    }

    Verdict verdict() {
        return verdict;
    }

    /** Who it says that it is, and who says so. */
    String describe() {
        if (chain.isEmpty()) {
            return "no certificate was shown";
        }
        X509Certificate own = chain.get(0);
        return "certificate of " + own.getSubjectX500Principal().getName() + ", issued by " + issuer() + ", until "
                + own.getNotAfter().toInstant();
    }

    /**
     * Why it was not trusted.
     *
     * @param name that it should have had
     * @param otherwise where it is no matter of certificates
     */
    String explain(String name, String otherwise) {
        return switch (verdict) {
            case NONE_SHOWN, TRUSTED -> otherwise + "; " + describe();
            case OUT_OF_DATE -> "out of date: " + describe();
            case OTHER_NAME -> "not for " + name + " but for " + String.join(", ", names()) + ": " + describe();
            case OTHER_AUTHORITY -> "not of an authority that is trusted (" + trusted() + "): " + describe();
        };
    }

    private String issuer() {
        return chain.get(chain.size() - 1).getIssuerX500Principal().getName();
    }

    private String trusted() {
        List<String> authorities = Arrays.stream(getAcceptedIssuers())
                .map(authority -> authority.getSubjectX500Principal().getName())
                .distinct()
                .toList();
        if (authorities.size() > FEW_AUTHORITIES) {
            return "the system's " + authorities.size();
        }
        String same = authorities.contains(issuer()) ? ", the same name with another key" : "";
        return String.join(", ", authorities) + same;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> all = chain.get(0).getSubjectAlternativeNames();
            if (all != null) {
                all.forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException e) {
            names.add("names that cannot be read");
        }
        return names.isEmpty() ? List.of("no name") : names;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, Socket socket) throws CertificateException {
        chain = List.of(shown);
        X509ExtendedTrustManager by = judge;
        if (by != null) {
            verdict = Verdict.OTHER_AUTHORITY;
            try {
                by.checkServerTrusted(shown, type, socket);
            } catch (CertificateException e) {
                verdict = whyNot(by, shown, type);
                throw e;
            }
        }
        verdict = Verdict.TRUSTED;
    }

    private static Verdict whyNot(X509ExtendedTrustManager judge, X509Certificate[] shown, String type) {
        Instant now = Instant.now();
        for (X509Certificate certificate : shown) {
            if (now.isAfter(certificate.getNotAfter().toInstant())
                    || now.isBefore(certificate.getNotBefore().toInstant())) {
                return Verdict.OUT_OF_DATE;
            }
        }
        try {
            // Without the socket the name does not count.
            judge.checkServerTrusted(shown, type);
            return Verdict.OTHER_NAME;
        } catch (CertificateException e) {
            return Verdict.OTHER_AUTHORITY;
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
        throw unused();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] shown, String type) {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, Socket socket) {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type, SSLEngine engine) {
        throw unused();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] shown, String type) {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("for servers' certificates on sockets only");
    }
}
