package dev.culvert.gateway.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes; written with its unit: {@code 512B}, {@code 256Ki}, {@code 4Mi}, {@code 1Gi}. */
public record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,12})(B|Ki|Mi|Gi)");
    private static final Map<String, Integer> SHIFTS = Map.of("B", 0, "Ki", 10, "Mi", 20, "Gi", 30);

    public ByteSize {
        ConfigException.require(bytes >= 0, "", "a size is not negative");
    }

    /** {@code count} KiB. */
    public static ByteSize kibi(long count) {
        return new ByteSize(count << 10);
    }

    /** {@code count} MiB. */
    public static ByteSize mebi(long count) {
        return new ByteSize(count << 20);
    }

    /** Reads {@code 256Ki}; throws {@link ConfigException} for anything else. */
    public static ByteSize parse(String text) {
        Matcher matcher = WRITTEN.matcher(text);
        ConfigException.require(matcher.matches(), "", "'" + text + "' is no size; write one like 512B, 256Ki or 4Mi");
        return new ByteSize(Long.parseLong(matcher.group(1)) << SHIFTS.getOrDefault(matcher.group(2), 0));
    }

    /** The bytes as an int; throws {@link ConfigException} beyond. */
    public int asInt() {
        ConfigException.require(bytes <= Integer.MAX_VALUE, "", bytes + " bytes are too many");
        return (int) bytes;
    }
}
