package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.ConfigException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything that the gateway knows at one moment. Immutable; any thread. */
public final class Directory {
    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);

    private final Map<Kind, Map<String, Item>> items = new EnumMap<>(Kind.class);
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Map<String, AgentToken> agentTokens = new LinkedHashMap<>();
    private final Map<String, InstallLink> installLinks = new LinkedHashMap<>();
    private final Map<String, CallerToken> callerTokens = new LinkedHashMap<>();
    private final List<AccessRule> rules = new ArrayList<>();
    private final Set<String> hashes = new HashSet<>();

    private Directory() {
        for (Kind kind : Kind.values()) {
            items.put(kind, new LinkedHashMap<>());
        }
    }

    /** Of these parts, the first of which that has a name keeps it. */
    @SafeVarargs
    static Directory of(List<Item>... parts) {
        Directory directory = new Directory();
        for (Kind kind : Kind.values()) {
            for (List<Item> part : parts) {
                part.stream().filter(item -> item.kind() == kind).forEach(directory::add);
            }
        }
        return directory;
    }

    /** What cannot be read gives nobody anything: a newer gateway may have written it. */
    private void add(Item item) {
        if (named(item.kind()).containsKey(item.name()) || !isOwnersPart(item)) {
            return;
        }
        try {
            addTyped(item);
            named(item.kind()).put(item.name(), item);
        } catch (ConfigException e) {
            LOG.atError()
                    .addKeyValue("kind", item.kind().text())
                    .addKeyValue("name", item.name())
                    .addKeyValue("error", e.getMessage())
                    .log("an object is left out: it cannot be read");
        }
    }

    /** A token counts for an owner of its own part only: who has taken the owner's name since is somebody else. */
    private boolean isOwnersPart(Item item) {
        return item.kind()
                .owner()
                .map(owner -> {
                    Item its = named(owner).get(item.ownerName().orElse(""));
                    return its != null
                            && its.metadata().source() == item.metadata().source()
                            && hashes.add(item.hash());
                })
                .orElse(true);
    }

    private void addTyped(Item item) {
        String name = item.name();
        switch (item.kind()) {
            case CLUSTER -> clusters.put(name, Specs.cluster(item));
            case AGENT_TOKEN -> agentTokens.put(name, Specs.agentToken(item));
            case INSTALL_LINK -> installLinks.put(name, InstallLink.of(item));
            case CALLER -> accounts.put(name, Specs.account(item));
            case CALLER_TOKEN -> callerTokens.put(name, Specs.callerToken(item));
            case ACCESS_RULE -> rules.add(Specs.rule(item));
        }
    }

    private Map<String, Item> named(Kind kind) {
        return items.getOrDefault(kind, Map.of());
    }

    /** All objects of the kind; rules in the order in which they are asked. */
    public Collection<Item> items(Kind kind) {
        return Collections.unmodifiableCollection(named(kind).values());
    }

    public Optional<Item> item(Kind kind, String name) {
        return Optional.ofNullable(named(kind).get(name));
    }

    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(clusters.get(name));
    }

    public Collection<Cluster> clusters() {
        return Collections.unmodifiableCollection(clusters.values());
    }

    public Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** Whether a caller of that name is there, and is not to be let in, whatever it comes by. */
    public boolean isDisabled(String caller) {
        return account(caller).filter(Account::disabled).isPresent();
    }

    public Collection<AgentToken> agentTokens() {
        return Collections.unmodifiableCollection(agentTokens.values());
    }

    public Optional<AgentToken> agentToken(String name) {
        return Optional.ofNullable(agentTokens.get(name));
    }

    public Collection<InstallLink> installLinks() {
        return Collections.unmodifiableCollection(installLinks.values());
    }

    public Collection<CallerToken> callerTokens() {
        return Collections.unmodifiableCollection(callerTokens.values());
    }

    public Optional<CallerToken> callerToken(String name) {
        return Optional.ofNullable(callerTokens.get(name));
    }

    /** In the order in which they are asked: those of the configuration first, then the file's, then the store's by name. */
    public List<AccessRule> rules() {
        return Collections.unmodifiableList(rules);
    }

    /** Whether an agent's token ceased to count after the one moment, and not after the other. */
    public boolean anyAgentTokenExpired(Instant after, Instant until) {
        return Tokens.anyExpired(agentTokens.values().stream().map(AgentToken::token), after, until);
    }
}
