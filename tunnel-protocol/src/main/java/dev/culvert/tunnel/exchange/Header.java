package dev.culvert.tunnel.exchange;

import java.util.Objects;

/**
 * One header line.
 *
 * @param name a token (RFC 9110, 5.6.2), in the case in which it came
 * @param value each char is one byte of the wire (ISO-8859-1); never NUL, CR or LF
 */
public record Header(String name, String value) {
    public Header {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }

    /** Whether the name is that one, whatever the case. */
    public boolean is(String otherName) {
        return name.equalsIgnoreCase(otherName);
    }

    /** The name alone: values may be secrets. */
    @Override
    public String toString() {
        return name + ": …";
    }
}
