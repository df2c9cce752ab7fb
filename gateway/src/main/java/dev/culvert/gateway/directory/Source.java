package dev.culvert.gateway.directory;

/** Who says so. An earlier one's names cannot be taken by a later one. */
public enum Source {
    /** {@code gateway.yaml}. */
    CONFIGURATION("configuration"),
    /** The file of rules. */
    RULES_FILE("rulesFile"),
    /** The database: what the administration can change. */
    STORE("store");

    private final String text;

    Source(String text) {
        this.text = text;
    }

    /** As objects' {@code status.source} says it. */
    public String text() {
        return text;
    }
}
