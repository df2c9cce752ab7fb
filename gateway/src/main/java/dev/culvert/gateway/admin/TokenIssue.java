package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.pki.Token;
import dev.culvert.gateway.store.Transaction;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;

/**
 * Makes tokens: for the administration, and for whoever else needs one for somebody (such as an installation that an agent starts
 * from).
 */
public final class TokenIssue {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How much of its owner's name a token's has. */
    private static final int OF_THE_OWNER = 100;

    private TokenIssue() {}

    /**
     * A token that was made.
     *
     * @param secret nowhere but here
     */
    public record Issued(Item item, Token secret) {}

    /**
     * Makes a token as drafted, with a new name where the draft has none. Within a change of the store; throws what
     * {@link Transaction#create} throws.
     */
    public static Issued issue(Transaction change, Draft draft) {
        Token secret =
                switch (draft.kind()) {
                    case AGENT_TOKEN -> Token.forAgent();
                    case INSTALL_LINK -> Token.forInstallLink();
                    case CALLER_TOKEN -> Token.forCaller();
                    default -> throw new IllegalArgumentException(draft.kind() + " has no secret");
                };
        String owner = draft.spec().path(draft.kind().ownerKey()).asText("");
        String name = draft.name().isEmpty() ? newName(owner) : draft.name();
        Item item = change.create(draft.kind(), name, draft.labels(), draft.spec(), secret.sha256());
        return new Issued(item, secret);
    }

    /** Makes a token for the agent of a cluster in the store; see {@link #issue}. */
    public static Issued forAgent(Transaction change, String cluster, String description) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("cluster", cluster).put("description", description);
        return issue(change, new Draft(Kind.AGENT_TOKEN, "", Map.of(), "", spec));
    }

    /**
     * Makes a token that takes the place of another, and lives as long as that was meant to. The old one counts for the overlap
     * still, unless it expires before.
     */
    static Issued rotate(Transaction change, Item old, Duration overlap) {
        ObjectNode spec = old.spec();
        Instant soon = change.now().plus(overlap).truncatedTo(ChronoUnit.SECONDS);
        if (spec.path("expires").isTextual()) {
            Instant expires =
                    OffsetDateTime.parse(spec.path("expires").asText()).toInstant();
            Instant created = old.metadata().maybeCreated().orElse(change.now());
            Duration life = Duration.between(created, expires);
            spec.put(
                    "expires",
                    change.now().plus(life).truncatedTo(ChronoUnit.SECONDS).toString());
            soon = expires.isBefore(soon) ? expires : soon;
        }
        change.update(old, old.metadata().labels(), old.spec().put("expires", soon.toString()));
        return issue(change, new Draft(old.kind(), "", old.metadata().labels(), "", spec));
    }

    /** For people to tell whose it is; what an owner may be called is more than what a token may. */
    private static String newName(String owner) {
        byte[] bytes = new byte[4];
        RANDOM.nextBytes(bytes);
        String legible = owner.replaceAll("[^\\p{Alnum}._@-]+", "-");
        return legible.substring(0, Math.min(legible.length(), OF_THE_OWNER)) + "-"
                + HexFormat.of().formatHex(bytes);
    }
}
