package dev.culvert.gateway.relay;

import dev.culvert.tunnel.exchange.Header;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Names a request in logs and error messages: the caller's own Audit-Id where it has a usable one, as kube-apiserver does. */
public final class RequestId {
    private static final int MAX_LENGTH = 64;

    private RequestId() {}

    /** At most 64 printable ASCII characters. */
    public static String of(List<Header> headers) {
        for (Header header : headers) {
            if (header.is("Audit-Id") && isUsable(header.value())) {
                return header.value();
            }
        }
        return random();
    }

    /** A new one. Unique enough for logs; not a secret. */
    public static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }

    private static boolean isUsable(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars()
                        .allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
    }
}
