package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.Section;

/** To whom a rule applies: written as the subjects of Kubernetes' role bindings are. */
public record Subject(Type type, String name) {
    /** What the name is. */
    public enum Type {
        USER("User"),
        GROUP("Group");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        /** As {@code kind} says it. */
        public String text() {
            return text;
        }
    }

    public Subject {
        ConfigException.require(!name.isBlank(), "name", "is empty");
    }

    static Subject read(Section section) {
        return new Subject(section.parsed("kind", Subject::type, null), section.text("name"));
    }

    private static Type type(String text) {
        for (Type type : Type.values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new ConfigException("", "'" + text + "' is neither User nor Group");
    }
}
