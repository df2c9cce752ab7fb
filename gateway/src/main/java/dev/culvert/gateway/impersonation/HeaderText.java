package dev.culvert.gateway.impersonation;

import dev.culvert.gateway.status.StatusException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text in header lines, whose chars are one byte each. */
final class HeaderText {
    private HeaderText() {}

    /** The text of a value. Throws {@link StatusException} 400 for bytes that are no UTF-8: no JSON could hold them. */
    static String decode(String value) {
        return utf8(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** As Go's {@code url.PathUnescape}: with a malformed escape, the whole text stays as it is. */
    static String unescape(String escaped) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '%') {
                bytes.write(c);
                continue;
            }
            int high = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 1), 16) : -1;
            int low = i + 2 < escaped.length() ? Character.digit(escaped.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return decode(escaped);
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return utf8(bytes.toByteArray());
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw StatusException.badRequest("an Impersonate header is no valid text");
        }
    }
}
