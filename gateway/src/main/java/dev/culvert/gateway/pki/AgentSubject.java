package dev.culvert.gateway.pki;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/**
 * Whom an agent's certificate names. It is an agent's by its purpose, which no caller's certificate has, and which makes it none
 * of a caller's.
 *
 * @param cluster whose agent it is
 * @param token fingerprint of the token that the certificate stands for, and ends with
 */
public record AgentSubject(String cluster, String token) {
    /** The extended key usage, and the only one: not {@code clientAuth}, by which callers come. */
    public static final String PURPOSE = "2.25.127430403369580848516439655818522209423";

    private static final Pattern URI = Pattern.compile("urn:culvert:agent:([a-z0-9-]{1,63}):([0-9a-f]{32})");
    private static final int URI_NAME = 6;

    public AgentSubject {
        if (!URI.matcher(uri(cluster, token)).matches()) {
            throw new IllegalArgumentException("no agent's name");
        }
    }

    /** The agent that a certificate names, whoever signed it; empty where it is no agent's. */
    public static Optional<AgentSubject> of(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (purposes == null || !purposes.equals(List.of(PURPOSE)) || names == null || names.size() != 1) {
                return Optional.empty();
            }
            List<?> name = names.iterator().next();
            return Integer.valueOf(URI_NAME).equals(name.get(0)) ? parse((String) name.get(1)) : Optional.empty();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<AgentSubject> parse(String uri) {
        Matcher matcher = URI.matcher(uri);
        return matcher.matches() ? Optional.of(new AgentSubject(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    GeneralNames names() {
        return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri(cluster, token)));
    }

    private static String uri(String cluster, String token) {
        return "urn:culvert:agent:" + cluster + ":" + token;
    }
}
