package dev.culvert.gateway.directory;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of objects. */
public enum Kind {
    CLUSTER("Cluster", "clusters", null, ""),
    /** Belongs to a cluster, and ends with it. */
    AGENT_TOKEN("AgentToken", "agenttokens", CLUSTER, "cluster"),
    /** Belongs to a cluster, and ends with it. */
    INSTALL_LINK("InstallLink", "installlinks", CLUSTER, "cluster"),
    CALLER("Caller", "callers", null, ""),
    /** Belongs to a caller, and ends with it. */
    CALLER_TOKEN("CallerToken", "callertokens", CALLER, "caller"),
    ACCESS_RULE("AccessRule", "accessrules", null, "");

    private final String text;
    private final String plural;
    private final @Nullable Kind owner;
    private final String ownerKey;

    Kind(String text, String plural, @Nullable Kind owner, String ownerKey) {
        this.text = text;
        this.plural = plural;
        this.owner = owner;
        this.ownerKey = ownerKey;
    }

    /** As an object's {@code kind} says it. */
    public String text() {
        return text;
    }

    /** As it is in paths. */
    public String plural() {
        return plural;
    }

    /** The kind of what an object of this kind belongs to. */
    public Optional<Kind> owner() {
        return Optional.ofNullable(owner);
    }

    /** The key of the spec that names the owner; empty where there is none. */
    public String ownerKey() {
        return ownerKey;
    }

    /** Whether its objects stand for a secret. */
    public boolean isToken() {
        return owner != null;
    }

    /** The kind of that {@link #plural()}. */
    public static Optional<Kind> ofPlural(String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.plural.equals(plural))
                .findFirst();
    }

    /** The kind of that {@link #text()}. */
    public static Optional<Kind> ofText(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text.equals(text)).findFirst();
    }
}
