package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.AgentToken;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The agents' tokens of the directory that counts now. Any thread. */
public final class AgentTokens implements AgentAuthenticator {
    private final CurrentDirectory directory;
    private final TokenUses uses;
    private final InstantSource clock;
    private volatile TokenTable<AgentIdentity> tokens;
    private volatile Map<String, AgentIdentity> fingerprints = Map.of();

    public AgentTokens(CurrentDirectory directory, TokenUses uses, InstantSource clock) {
        this.directory = directory;
        this.uses = uses;
        this.clock = clock;
        tokens = table();
        follow();
        directory.onChange(this::follow);
    }

    /**
     * What a certificate for an agent must say.
     *
     * @param fingerprint of the agent's token
     * @param expires when the token does; null: never
     */
    public record Standing(String fingerprint, @Nullable Instant expires) {
        public Optional<Instant> maybeExpires() {
            return Optional.ofNullable(expires);
        }
    }

    @Override
    public Future<AgentIdentity> authenticate(AgentCredential credential) {
        Optional<AgentIdentity> agent = tokens.find(credential.token());
        agent.ifPresent(found -> uses.note(Kind.AGENT_TOKEN, found.token(), clock.instant()));
        return agent.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(StatusException.unauthorized("the agent's token is not valid")));
    }

    /** Whether the agent would still be let in: its token is there and has not expired, and its cluster is not disabled. */
    public boolean isCurrent(AgentIdentity agent) {
        Directory now = directory.get();
        return isEnabled(now, agent.cluster())
                && now.agentToken(agent.token())
                        .filter(token -> token.cluster().equals(agent.cluster()))
                        .filter(token -> token.token()
                                .maybeExpires()
                                .map(expires -> clock.instant().isBefore(expires))
                                .orElse(true))
                        .isPresent();
    }

    /** The agent of a cluster's token of that fingerprint; empty where it would not be let in by the token either. */
    public Optional<AgentIdentity> identify(String cluster, String fingerprint) {
        Optional<AgentIdentity> agent = Optional.ofNullable(fingerprints.get(fingerprint))
                .filter(found -> found.cluster().equals(cluster))
                .filter(this::isCurrent);
        agent.ifPresent(found -> uses.note(Kind.AGENT_TOKEN, found.token(), clock.instant()));
        return agent;
    }

    /** Empty where the agent would no longer be let in. */
    public Optional<Standing> standing(AgentIdentity agent) {
        return isCurrent(agent)
                ? directory
                        .get()
                        .agentToken(agent.token())
                        .map(token -> new Standing(
                                token.fingerprint(),
                                token.token().maybeExpires().orElse(null)))
                : Optional.empty();
    }

    private void follow() {
        tokens = table();
        fingerprints = directory.get().agentTokens().stream()
                .collect(Collectors.toUnmodifiableMap(
                        AgentToken::fingerprint, token -> new AgentIdentity(token.cluster(), token.name())));
    }

    private TokenTable<AgentIdentity> table() {
        Directory now = directory.get();
        TokenTable.Builder<AgentIdentity> builder = TokenTable.builder();
        now.agentTokens().stream()
                .filter(token -> isEnabled(now, token.cluster()))
                .forEach(token -> builder.add(token.token(), new AgentIdentity(token.cluster(), token.name())));
        return builder.build(clock);
    }

    private static boolean isEnabled(Directory now, String cluster) {
        return now.cluster(cluster).filter(found -> !found.disabled()).isPresent();
    }
}
