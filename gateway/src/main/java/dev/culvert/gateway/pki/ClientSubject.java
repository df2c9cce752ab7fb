package dev.culvert.gateway.pki;

import java.util.List;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * Whom a client certificate names.
 *
 * @param user becomes the common name; at most 64 characters, as X.520 has it
 * @param groups become the organizations, 64 characters each
 */
public record ClientSubject(String user, List<String> groups) {
    private static final int MAX_LENGTH = 64;

    public ClientSubject {
        groups = List.copyOf(groups);
        requireLegal(user, "the user");
        groups.forEach(group -> requireLegal(group, "a group"));
    }

    X500Name name() {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        // As text and not in the syntax of distinguished names, where some characters have a meaning.
        groups.forEach(group -> name.addRDN(BCStyle.O, new DERUTF8String(group)));
        return name.addRDN(BCStyle.CN, new DERUTF8String(user)).build();
    }

    private static void requireLegal(String text, String what) {
        boolean legal = !text.isBlank()
                && text.equals(text.strip())
                && text.codePointCount(0, text.length()) <= MAX_LENGTH
                && text.chars().noneMatch(Character::isISOControl);
        if (!legal) {
            throw new IllegalArgumentException(what + " must be 1 to " + MAX_LENGTH + " characters, without control"
                    + " characters, and without spaces around");
        }
        if (text.startsWith("system:")) {
            throw new IllegalArgumentException(what + " begins with system:, which only Kubernetes' own identities do");
        }
    }
}
