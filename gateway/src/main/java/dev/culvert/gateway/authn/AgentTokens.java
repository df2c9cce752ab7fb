package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** The agents' tokens of the directory that counts now. Any thread. */
public final class AgentTokens implements AgentAuthenticator {
    private final CurrentDirectory directory;
    private final TokenUses uses;
    private final InstantSource clock;
    private volatile TokenTable<AgentIdentity> tokens;

    public AgentTokens(CurrentDirectory directory, TokenUses uses, InstantSource clock) {
        this.directory = directory;
        this.uses = uses;
        this.clock = clock;
        tokens = table();
        directory.onChange(() -> tokens = table());
    }

    @Override
    public Future<AgentIdentity> authenticate(String token) {
        Optional<AgentIdentity> agent = tokens.find(token);
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
