package dev.culvert.gateway.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.config.AccessConfig;
import dev.culvert.gateway.config.CallerConfig;
import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.directory.ConfiguredItems;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.status.StatusException;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    private static final RequestAttributes GET = RequestAttributes.of("GET", "/api", false);

    private final AccessRules rules = rules(
            List.of(cluster("north"), cluster("south"), cluster("west")),
            List.of(
                    caller("both", rule(AccessConfig.As.IMPERSONATE, "north"), rule(AccessConfig.As.AGENT, "*")),
                    caller("one", rule(AccessConfig.As.AGENT, "north")),
                    caller("none")));

    @Test
    void theFirstRuleThatNamesTheClusterCounts() {
        assertThat(authorize("both", "north").result()).isEqualTo(new Grant(Mode.IMPERSONATE));
        assertThat(authorize("both", "west").result()).isEqualTo(new Grant(Mode.AGENT));
        assertThat(authorize("one", "north").result()).isEqualTo(new Grant(Mode.AGENT));
    }

    @Test
    void theFirstRuleThatWithholdsNothingOfTheRequestCounts() {
        AccessConfig reading = new AccessConfig(List.of("north"), AccessConfig.As.AGENT, true, List.of(), List.of());
        AccessConfig inOne =
                new AccessConfig(List.of("*"), AccessConfig.As.IMPERSONATE, false, List.of("a"), List.of("exec"));
        AccessRules limited =
                rules(List.of(cluster("north"), cluster("south")), List.of(caller("some", reading, inOne)));
        Caller some = Caller.named("some");
        RequestAttributes write = RequestAttributes.of("PUT", "/api/v1/namespaces/a/pods/p", false);
        RequestAttributes elsewhere = RequestAttributes.of("PUT", "/api/v1/namespaces/b/pods/p", false);
        RequestAttributes exec = RequestAttributes.of("POST", "/api/v1/namespaces/a/pods/p/exec", true);

        assertThat(limited.authorize(some, "north", GET).result()).isEqualTo(new Grant(Mode.AGENT));
        assertThat(limited.authorize(some, "north", write).result()).isEqualTo(new Grant(Mode.IMPERSONATE));
        assertForbidden(
                limited.authorize(some, "north", elsewhere),
                "user \"some\" has access to cluster \"north\", but not to this: it is read-only");
        assertForbidden(
                limited.authorize(some, "south", elsewhere),
                "user \"some\" has access to cluster \"south\", but not to this: it is limited to namespaces");
        assertForbidden(
                limited.authorize(some, "south", exec),
                "user \"some\" has access to cluster \"south\", but not to this: it is without exec");
    }

    @Test
    void withoutARuleThereIsNoAccess() {
        assertForbidden(authorize("one", "south"), "user \"one\" has no access to cluster \"south\"");
        assertForbidden(authorize("none", "north"), "user \"none\" has no access to cluster \"north\"");
        assertForbidden(authorize("stranger", "north"), "user \"stranger\" has no access to cluster \"north\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "North", "north ", "north/", "../north", "unknown"})
    void anUnknownClusterLooksLikeAForbiddenOneEvenToWhoMayReachAll(String cluster) {
        assertForbidden(authorize("both", cluster), "user \"both\" has no access to cluster \"" + cluster + "\"");
    }

    @Test
    void whatTheCallerMadeUpIsNotEchoedRaw() {
        Future<Grant> denied = authorize("one", "a\r\nb\u0000" + "x".repeat(500));

        assertThat(denied.cause().getMessage())
                .doesNotContain("\r", "\n", "\u0000")
                .hasSizeLessThan(200);
    }

    private Future<Grant> authorize(String caller, String cluster) {
        return rules.authorize(Caller.named(caller), cluster, GET);
    }

    private static AccessRules rules(List<ClusterConfig> clusters, List<CallerConfig> callers) {
        return new AccessRules(new CurrentDirectory(ConfiguredItems.of(clusters, callers)));
    }

    private static ClusterConfig cluster(String name) {
        return new ClusterConfig(name, List.of());
    }

    private static CallerConfig caller(String name, AccessConfig... access) {
        return new CallerConfig(name, null, List.of(), Map.of(), List.of(), Arrays.asList(access));
    }

    private static AccessConfig rule(AccessConfig.As mode, String... clusters) {
        return new AccessConfig(Arrays.asList(clusters), mode);
    }

    private static void assertForbidden(Future<Grant> future, String text) {
        assertThat(future.failed()).isTrue();
        assertThat(future.cause()).isInstanceOfSatisfying(StatusException.class, status -> {
            assertThat(status.code()).isEqualTo(403);
            assertThat(status.text()).isEqualTo(text);
        });
    }
}
