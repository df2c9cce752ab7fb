package dev.culvert.gateway.authn;

import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;

/** The callers and tokens of the configuration. Immutable; any thread. */
public final class ConfiguredCallers implements CallerAuthenticator {
    private final TokenTable<Caller> tokens;

    public ConfiguredCallers(List<CallerConfig> callers, InstantSource clock) {
        TokenTable.Builder<Caller> builder = TokenTable.builder();
        callers.forEach(caller -> builder.add(caller.tokens(), toCaller(caller)));
        this.tokens = builder.build(clock);
    }

    @Override
    public Future<Caller> authenticate(Credential credential) {
        String token = credential.token().orElse("");
        if (token.isEmpty()) {
            return Future.failedFuture(StatusException.unauthorized("a bearer token is needed"));
        }
        return tokens.find(token)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(StatusException.unauthorized("the token is not valid")));
    }

    private static Caller toCaller(CallerConfig config) {
        return new Caller(config.name(), config.uid(), config.groups(), config.extra());
    }
}
