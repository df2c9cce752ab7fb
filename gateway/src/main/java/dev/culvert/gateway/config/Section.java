package dev.culvert.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, read key by key. Keys that nobody has asked for at the end are refused: a misspelt key must not
 * silently leave a default in force. Exceptions name the path as far as this section knows it; whoever reads the section
 * into something puts its own path before it.
 */
public final class Section {
    private final JsonNode node;
    private final Set<String> known = new HashSet<>();

    private Section(JsonNode node) {
        this.node = node;
    }

    /** Reads a mapping with the reader, and refuses what it leaves unread. An absent one is an empty one. */
    public static <T> T read(JsonNode node, String path, Function<Section, T> reader) {
        try {
            boolean absent = node.isMissingNode() || node.isNull();
            ConfigException.require(absent || node.isObject(), "", "must be a mapping of keys to values");
            Section section = new Section(node);
            T result = reader.apply(section);
            section.refuseUnknownKeys();
            return result;
        } catch (ConfigException e) {
            throw e.within(path);
        }
    }

    /** Whether the key has a value. */
    public boolean has(String key) {
        return get(key).isValueNode() ? !get(key).isNull() : !get(key).isMissingNode();
    }

    /** The text; {@link ConfigException} where it is missing. */
    public String text(String key) {
        return maybeText(key).orElseThrow(() -> new ConfigException(key, "is missing"));
    }

    /** The text, where it is there. */
    public Optional<String> maybeText(String key) {
        return maybe(key, Section::asText);
    }

    /** A duration up to the greatest. */
    public Duration duration(String key, Duration otherwise, Duration most) {
        Duration value = duration(key, otherwise);
        Durations.requireBetween(value, Duration.ZERO, most, key);
        return value;
    }

    Duration duration(String key, Duration otherwise) {
        return maybe(key, value -> Durations.parse(asText(value))).orElse(otherwise);
    }

    ByteSize size(String key, ByteSize otherwise) {
        return maybe(key, value -> ByteSize.parse(asText(value))).orElse(otherwise);
    }

    /** The whole number. */
    public int number(String key, int otherwise) {
        return maybe(key, Section::asInt).orElse(otherwise);
    }

    /** Whether it is set; false where it is missing. */
    public boolean flag(String key) {
        return maybe(key, Section::asFlag).orElse(false);
    }

    /**
     * A text that the parser reads.
     *
     * @param otherwise where it is missing; null: it must be there
     */
    public <T> T parsed(String key, Function<String, T> parser, @Nullable T otherwise) {
        Optional<T> value = maybe(key, node -> parser.apply(asText(node)));
        if (value.isPresent()) {
            return value.get();
        }
        if (otherwise == null) {
            throw new ConfigException(key, "is missing");
        }
        return otherwise;
    }

    /** A mapping within this one. */
    public <T> T section(String key, Function<Section, T> reader) {
        return read(get(key), key, reader);
    }

    /** A mapping whose absence means something else than an empty one. */
    <T> Optional<T> maybeSection(String key, Function<Section, T> reader) {
        JsonNode value = get(key);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(read(value, key, reader));
    }

    /** A list of texts; empty where it is missing. */
    public List<String> texts(String key) {
        return elements(key, (value, path) -> {
            try {
                return asText(value);
            } catch (ConfigException e) {
                throw e.within(path);
            }
        });
    }

    /** A text, or a list of texts; empty where it is missing. */
    public List<String> textOrTexts(String key) {
        return get(key).isArray() ? texts(key) : maybeText(key).map(List::of).orElse(List.of());
    }

    /** A list of mappings; empty where it is missing. */
    public <T> List<T> sections(String key, Function<Section, T> reader) {
        return elements(key, (value, path) -> read(value, path, reader));
    }

    /** The keys of this section, all of them legal: for mappings whose keys are the user's. */
    public Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        known.addAll(keys);
        return keys;
    }

    private interface Element<T> {
        T read(JsonNode value, String path);
    }

    private <T> List<T> elements(String key, Element<T> element) {
        JsonNode list = get(key);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        ConfigException.require(list.isArray(), key, "must be a list");
        List<T> result = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            result.add(element.read(list.path(i), key + "[" + i + "]"));
        }
        return result;
    }

    private <T> Optional<T> maybe(String key, Function<JsonNode, T> reader) {
        JsonNode value = get(key);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(value));
        } catch (ConfigException e) {
            throw e.within(key);
        }
    }

    private JsonNode get(String key) {
        known.add(key);
        return node.path(key);
    }

    private static String asText(JsonNode value) {
        ConfigException.require(value.isValueNode(), "", "must be a single value");
        ConfigException.require(value.isTextual(), "", "must be text; put it in quotes");
        return value.textValue();
    }

    private static int asInt(JsonNode value) {
        ConfigException.require(value.canConvertToInt() && value.isIntegralNumber(), "", "must be a whole number");
        return value.intValue();
    }

    private static boolean asFlag(JsonNode value) {
        ConfigException.require(value.isBoolean(), "", "must be true or false");
        return value.booleanValue();
    }

    private void refuseUnknownKeys() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new ConfigException(
                        name, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }
}
