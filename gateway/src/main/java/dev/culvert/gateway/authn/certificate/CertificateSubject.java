package dev.culvert.gateway.authn.certificate;

import dev.culvert.gateway.authn.Caller;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Whom a certificate names. */
final class CertificateSubject {
    private CertificateSubject() {}

    /** The caller of the common name, with the organizations as its groups. */
    static Caller of(X509Certificate certificate) throws InvalidCertificateException {
        X500Name subject;
        try {
            subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        } catch (IllegalArgumentException e) {
            throw new InvalidCertificateException("its subject is malformed");
        }
        List<String> names = values(subject, BCStyle.CN);
        if (names.size() != 1 || names.get(0).isEmpty()) {
            throw new InvalidCertificateException("its subject has not one common name");
        }
        return new Caller(names.get(0), null, values(subject, BCStyle.O), Map.of());
    }

    private static List<String> values(X500Name subject, ASN1ObjectIdentifier type) throws InvalidCertificateException {
        List<String> values = new ArrayList<>();
        for (RDN part : subject.getRDNs()) {
            for (AttributeTypeAndValue attribute : part.getTypesAndValues()) {
                if (attribute.getType().equals(type)) {
                    // Not as text of a distinguished name, which would be escaped.
                    if (!(attribute.getValue() instanceof ASN1String text)) {
                        throw new InvalidCertificateException("its subject has a name that is no text");
                    }
                    values.add(text.getString());
                }
            }
        }
        return values;
    }
}
