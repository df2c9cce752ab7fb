package dev.culvert.gateway.authn;

import dev.culvert.gateway.directory.Account;
import dev.culvert.gateway.directory.CallerToken;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/** The callers and their tokens of the directory that counts now. Any thread. */
public final class CallerTokens implements CallerAuthenticator {
    private final CurrentDirectory directory;
    private final TokenUses uses;
    private final InstantSource clock;
    private final boolean allowSystemIdentities;
    private volatile TokenTable<Caller> tokens;

    /**
     * @param allowSystemIdentities whether names and groups may begin with {@code system:}; callers with such count for nobody else
     */
    public CallerTokens(
            CurrentDirectory directory, TokenUses uses, InstantSource clock, boolean allowSystemIdentities) {
        this.directory = directory;
        this.uses = uses;
        this.clock = clock;
        this.allowSystemIdentities = allowSystemIdentities;
        tokens = table();
        directory.onChange(() -> tokens = table());
    }

    @Override
    public Future<Caller> authenticate(Credential credential) {
        String token = credential.token().orElse("");
        if (token.isEmpty()) {
            return Future.failedFuture(StatusException.unauthorized("a bearer token is needed"));
        }
        Optional<Caller> caller = tokens.find(token);
        caller.flatMap(Caller::maybeToken)
                .ifPresent(used -> uses.note(Kind.CALLER_TOKEN, used.name(), clock.instant()));
        return caller.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(StatusException.unauthorized("the token is not valid")));
    }

    /**
     * Whether the caller would still be let in as who it is; one that came by something else than a token of the directory
     * always would.
     */
    public boolean isCurrent(Caller caller) {
        return caller.maybeToken()
                .map(token -> directory
                        .get()
                        .callerToken(token.name())
                        .filter(token::equals)
                        .filter(this::isUnexpired)
                        .flatMap(same -> caller(directory.get(), same))
                        .filter(caller::equals)
                        .isPresent())
                .orElse(true);
    }

    private boolean isUnexpired(CallerToken token) {
        return token.token()
                .maybeExpires()
                .map(expires -> clock.instant().isBefore(expires))
                .orElse(true);
    }

    private TokenTable<Caller> table() {
        Directory now = directory.get();
        TokenTable.Builder<Caller> builder = TokenTable.builder();
        now.callerTokens().forEach(token -> caller(now, token).ifPresent(caller -> builder.add(token.token(), caller)));
        return builder.build(clock);
    }

    private Optional<Caller> caller(Directory now, CallerToken token) {
        return now.account(token.caller())
                .filter(account -> !account.disabled())
                .filter(account -> allowSystemIdentities || !isSystem(account))
                .map(account -> new Caller(
                        account.name(), account.uid(), account.groups(), account.extra(), new Proof.Token(token)));
    }

    private static boolean isSystem(Account account) {
        return account.name().startsWith("system:")
                || account.groups().stream().anyMatch(group -> group.startsWith("system:"));
    }
}
