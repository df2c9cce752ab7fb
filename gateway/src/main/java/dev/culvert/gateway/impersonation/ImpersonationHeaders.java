package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.tunnel.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * An identity as the lines of <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation">
 * user impersonation</a>: one line for the user, always there, one for each group, and for each value of each extra key.
 */
final class ImpersonationHeaders {
    private static final String UNRESERVED_IN_A_NAME = "!#$&'*+-.^_`|~";

    private ImpersonationHeaders() {}

    /**
     * Adds a caller's lines behind those that are there, and returns all. Throws {@link StatusException} 403 for what no header
     * can hold. Keys are in lower case, as Kubernetes knows no others.
     */
    static List<Header> ofCaller(Caller caller, List<Header> headers) {
        return add(caller, headers, key -> key.toLowerCase(Locale.ROOT));
    }

    /** The same for a user whose keys are meant as they are: capital letters are encoded, which the API server leaves alone. */
    static List<Header> ofUser(Caller user, List<Header> headers) {
        return add(user, headers, key -> key);
    }

    private static List<Header> add(Caller user, List<Header> headers, UnaryOperator<String> keys) {
        headers.add(new Header("Impersonate-User", value(user.name())));
        user.maybeUid().ifPresent(uid -> headers.add(new Header("Impersonate-Uid", value(uid))));
        for (String group : user.groups()) {
            headers.add(new Header("Impersonate-Group", value(group)));
        }
        user.extra().forEach((key, values) -> {
            String name = "Impersonate-Extra-" + encoded(keys.apply(key));
            values.forEach(value -> headers.add(new Header(name, value(value))));
        });
        return headers;
    }

    /** UTF-8, one char a byte. The kube-apiserver takes the bytes as they are. */
    private static String value(String text) {
        if (text.chars().anyMatch(c -> c < 0x20 || c == 0x7F)) {
            throw StatusException.forbidden("the identity holds a control character and cannot be impersonated");
        }
        if (!text.equals(text.strip()) || text.isEmpty()) {
            throw StatusException.forbidden(
                    "the identity is empty, or has spaces around it, and cannot be impersonated");
        }
        requireEncodable(text);
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Half a surrogate pair would become a question mark: somebody else. */
    private static void requireEncodable(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw StatusException.forbidden("the identity is no valid text and cannot be impersonated");
        }
    }

    /** Percent-encoded where a header's name cannot hold it: the kube-apiserver decodes it. */
    private static String encoded(String key) {
        if (key.isEmpty()) {
            throw StatusException.forbidden("the identity has an extra without a name and cannot be impersonated");
        }
        requireEncodable(key);
        StringBuilder name = new StringBuilder(key.length() + 8);
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || UNRESERVED_IN_A_NAME.indexOf(c) >= 0;
            if (plain) {
                name.append(c);
            } else {
                name.append('%').append(String.format("%02X", (int) c));
            }
        }
        return name.toString();
    }
}
