package dev.culvert.clusters.apiserver.identity;

import dev.culvert.clusters.apiserver.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Knows the tokens and reads client certificates, whose chain the TLS layer has already verified. */
public final class Authenticator {
    private static final String SCHEME = "bearer ";

    private final Map<String, User> tokens;

    public Authenticator(Map<String, User> tokens) {
        this.tokens = new HashMap<>(tokens);
    }

    /** From now on the token stands for the user. */
    public void issue(String token, User user) {
        tokens.put(token, user);
    }

    /**
     * Who is asking; 401 for a wrong token, even beside a good certificate.
     *
     * @return empty when the request carries no credential at all
     */
    public Optional<User> authenticate(List<String> authorizations, Optional<X500Principal> certificate) {
        if (authorizations.size() > 1) {
            throw ApiException.unauthorized();
        }
        if (!authorizations.isEmpty()) {
            return Optional.of(
                    bearer(authorizations.get(0)).flatMap(this::userOf).orElseThrow(ApiException::unauthorized));
        }
        return certificate.map(Authenticator::userOf);
    }

    /** The user that a token stands for. */
    public Optional<User> userOf(String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        return tokens.entrySet().stream()
                .filter(entry -> MessageDigest.isEqual(entry.getKey().getBytes(StandardCharsets.UTF_8), given))
                .map(entry -> entry.getValue().authenticated())
                .findFirst();
    }

    private static Optional<String> bearer(String authorization) {
        String header = authorization.strip();
        return header.toLowerCase(Locale.ROOT).startsWith(SCHEME)
                ? Optional.of(header.substring(SCHEME.length()))
                : Optional.empty();
    }

    private static User userOf(X500Principal subject) {
        X500Name name = X500Name.getInstance(subject.getEncoded());
        String user = values(name, BCStyle.CN).stream().findFirst().orElseThrow(ApiException::unauthorized);
        return new User(user, "", values(name, BCStyle.O), Map.of()).authenticated();
    }

    private static Set<String> values(X500Name name, ASN1ObjectIdentifier attribute) {
        Set<String> values = new HashSet<>();
        for (var rdn : name.getRDNs(attribute)) {
            for (var pair : rdn.getTypesAndValues()) {
                if (pair.getType().equals(attribute)) {
                    values.add(IETFUtils.valueToString(pair.getValue()));
                }
            }
        }
        return values;
    }
}
