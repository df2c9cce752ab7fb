package dev.culvert.gateway.authn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.config.TokenConfig;
import dev.culvert.gateway.directory.CallerToken;
import dev.culvert.gateway.directory.ConfiguredItems;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.pki.Token;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Token token = Token.forCaller();
    private final Token shortLived = Token.forCaller();
    private Instant now = NOW;
    private final InstantSource clock = () -> now;

    private final CallerTokens callers = callers(List.of(
            new CallerConfig(
                    "zoë",
                    "u-1",
                    List.of("dev"),
                    Map.of("k", List.of("v")),
                    List.of(
                            new TokenConfig(token.sha256(), null),
                            new TokenConfig(shortLived.sha256(), NOW.plusSeconds(60))),
                    List.of()),
            new CallerConfig("nobody", null, List.of(), Map.of(), List.of(), List.of())));

    @Test
    void aTokenStandsForItsCaller() {
        assertThat(callers.authenticate(Credential.bearer(token.value())).result())
                .isEqualTo(new Caller(
                        "zoë",
                        "u-1",
                        List.of("dev"),
                        Map.of("k", List.of("v")),
                        new Proof.Token(new CallerToken(
                                "zoë.tokens.0", "zoë", Set.of(), new TokenConfig(token.sha256(), null)))));
    }

    @Test
    void aTokenCountsUntilItExpiresAndNotOneMomentLonger() {
        Credential credential = Credential.bearer(shortLived.value());

        now = NOW.plusSeconds(60).minusNanos(1);
        assertThat(callers.authenticate(credential).succeeded()).isTrue();
        now = NOW.plusSeconds(60);
        assertUnauthorized(callers.authenticate(credential), "the token is not valid");
    }

    @Test
    void aMissingTokenIsUnauthorized() {
        assertUnauthorized(callers.authenticate(Credential.none()), "a bearer token is needed");
        assertUnauthorized(callers.authenticate(Credential.bearer("")), "a bearer token is needed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "cvc_", " ", "ÿ", "\uD800"})
    void anUnknownTokenIsUnauthorized(String unknown) {
        assertUnauthorized(callers.authenticate(Credential.bearer(unknown)), "the token is not valid");
    }

    @Test
    void theHashOfATokenIsNoToken() {
        assertUnauthorized(callers.authenticate(Credential.bearer(token.sha256())), "the token is not valid");
    }

    @Test
    void aTokenWithMoreOrLessAroundItIsAnotherToken() {
        assertUnauthorized(callers.authenticate(Credential.bearer(token.value() + "=")), "the token is not valid");
        assertUnauthorized(callers.authenticate(Credential.bearer(" " + token.value())), "the token is not valid");
        String shorter = token.value().substring(0, token.value().length() - 1);
        assertUnauthorized(callers.authenticate(Credential.bearer(shorter)), "the token is not valid");
    }

    @Test
    void anAgentsTokenStandsForItsClusterAndForNoCaller() {
        Token agent = Token.forAgent();
        AgentTokens agents = agents(List.of(
                new ClusterConfig("north", List.of(new TokenConfig(agent.sha256(), null))),
                new ClusterConfig("south", List.of(new TokenConfig(shortLived.sha256(), NOW)))));

        assertThat(agents.authenticate(AgentCredential.ofToken(agent.value())).result())
                .isEqualTo(new AgentIdentity("north", "north.tokens.0"));
        assertUnauthorized(
                agents.authenticate(AgentCredential.ofToken(shortLived.value())), "the agent's token is not valid");
        assertUnauthorized(
                agents.authenticate(AgentCredential.ofToken(token.value())), "the agent's token is not valid");
        assertUnauthorized(agents.authenticate(AgentCredential.ofToken("")), "the agent's token is not valid");
        assertUnauthorized(callers.authenticate(Credential.bearer(agent.value())), "the token is not valid");
    }

    @Test
    void aCredentialDoesNotShowItsToken() {
        assertThat(Credential.bearer(token.value())).asString().doesNotContain(token.value());
        assertThat(token).asString().doesNotContain(token.value());
    }

    private CallerTokens callers(List<CallerConfig> configured) {
        CurrentDirectory directory = new CurrentDirectory(ConfiguredItems.of(List.of(), configured));
        return new CallerTokens(directory, new TokenUses(), clock, false);
    }

    private AgentTokens agents(List<ClusterConfig> configured) {
        CurrentDirectory directory = new CurrentDirectory(ConfiguredItems.of(configured, List.of()));
        return new AgentTokens(directory, new TokenUses(), clock);
    }

    private static void assertUnauthorized(Future<?> future, String text) {
        assertThat(future.failed()).isTrue();
        assertThat(future.cause()).isInstanceOfSatisfying(StatusException.class, status -> {
            assertThat(status.code()).isEqualTo(401);
            assertThat(status.text()).isEqualTo(text);
        });
    }
}
