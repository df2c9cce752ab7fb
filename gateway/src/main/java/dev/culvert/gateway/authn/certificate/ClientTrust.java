package dev.culvert.gateway.authn.certificate;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/** Which certificates count: those that lead to one of these authorities, and are not on their lists. Immutable. */
public final class ClientTrust {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    /** More than any chain of people's has; each could make the search for a path longer. */
    private static final int MAX_CHAIN = 8;

    private static final int MAX_INTERMEDIATES = 4;
    private static final int DIGITAL_SIGNATURE = 0;

    private final List<X509Certificate> authorities;
    private final Set<TrustAnchor> anchors;
    private final Set<Revoked> revoked;

    private record Revoked(X500Principal issuer, BigInteger serial) {}

    /**
     * Throws {@link IllegalArgumentException} for a list that none of the authorities has signed.
     *
     * @param lists whose date is not looked at: what was revoked stays so when a list is old
     */
    public ClientTrust(List<X509Certificate> authorities, List<X509CRL> lists) {
        this.authorities = List.copyOf(authorities);
        this.anchors = authorities.stream()
                .map(authority -> new TrustAnchor(authority, null))
                .collect(Collectors.toUnmodifiableSet());
        Set<Revoked> all = new HashSet<>();
        for (X509CRL list : lists) {
            requireSigned(list, authorities);
            Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
            if (entries != null) {
                entries.forEach(entry -> all.add(new Revoked(list.getIssuerX500Principal(), entry.getSerialNumber())));
            }
        }
        this.revoked = Set.copyOf(all);
    }

    /** Those whose names clients are told, to choose a certificate by. */
    public List<X509Certificate> authorities() {
        return authorities;
    }

    /** The length of all lists together. */
    int revoked() {
        return revoked.size();
    }

    /** Whether the same certificates count by both. */
    boolean saysTheSame(ClientTrust other) {
        return authorities.equals(other.authorities) && revoked.equals(other.revoked);
    }

    /**
     * @param chain the certificate itself first; the rest in any order
     * @return from when on it does not count any more, unless something else changes before
     */
    Instant verify(List<X509Certificate> chain, Instant now) throws InvalidCertificateException {
        X509Certificate own = chain.get(0);
        require(chain.size() <= MAX_CHAIN, "its chain is too long");
        requirePurpose(own);
        Instant last = Instant.MAX;
        for (Certificate each : path(chain, now)) {
            X509Certificate certificate = (X509Certificate) each;
            Instant its = certificate.getNotAfter().toInstant();
            last = its.isBefore(last) ? its : last;
            boolean gone =
                    revoked.contains(new Revoked(certificate.getIssuerX500Principal(), certificate.getSerialNumber()));
            require(!gone, "it was revoked");
        }
        // The last moment is within.
        return last.plusMillis(1);
    }

    private static void requirePurpose(X509Certificate own) throws InvalidCertificateException {
        try {
            List<String> purposes = own.getExtendedKeyUsage();
            boolean[] usage = own.getKeyUsage();
            require(purposes != null && purposes.contains(CLIENT_AUTHENTICATION), "it is not for clients");
            require(usage == null || usage[DIGITAL_SIGNATURE], "its key is not for signatures");
            require(own.getBasicConstraints() < 0, "it is an authority's");
        } catch (CertificateParsingException e) {
            throw new InvalidCertificateException("it is malformed");
        }
    }

    private List<? extends Certificate> path(List<X509Certificate> chain, Instant now)
            throws InvalidCertificateException {
        try {
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.get(0));
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            // Of the JDK's ways none takes a missing list for an empty one; the lists are looked at above.
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(MAX_INTERMEDIATES);
            parameters.setDate(Date.from(now));
            return CertPathBuilder.getInstance("PKIX")
                    .build(parameters)
                    .getCertPath()
                    .getCertificates();
        } catch (CertPathBuilderException e) {
            throw new InvalidCertificateException("no valid path leads to an authority");
        } catch (GeneralSecurityException e) {
            throw new InvalidCertificateException("it cannot be verified");
        }
    }

    private static void requireSigned(X509CRL list, List<X509Certificate> authorities) {
        for (X509Certificate authority : authorities) {
            if (authority.getSubjectX500Principal().equals(list.getIssuerX500Principal())
                    && isSigned(list, authority)) {
                return;
            }
        }
        throw new IllegalArgumentException("a list of revoked certificates is signed by none of the authorities");
    }

    private static boolean isSigned(X509CRL list, X509Certificate authority) {
        try {
            list.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void require(boolean holds, String otherwise) throws InvalidCertificateException {
        if (!holds) {
            throw new InvalidCertificateException(otherwise);
        }
    }
}
