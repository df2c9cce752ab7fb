package dev.culvert.system.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.ConnectProxy;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** kubectl by a cluster's own host name, through a proxy; and an agent whose only way out is a proxy. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class ReachST {

    private static Workload workload;

    private static ConnectProxy proxy;

    private final CarrierKind kind;

    ReachST(CarrierKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    static void start() {
        proxy = ConnectProxy.start();
        workload = Workload.create("reach");
        workload.pod("shell");
    }

    @AfterAll
    static void stop() {
        workload.close();
        proxy.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/version", "/readyz?verbose", "/api/v1/namespaces/default", "/apis/apps/v1"})
    void topLevelPathsNeedNoPrefixInTheHostForm(String path) {
        Outcome through = byHost("get", "--raw", path).run();
        Outcome direct = Rigs.direct().kubectl("get", "--raw", path).run();
        assertThat(through.exit()).as(through.toString()).isZero();
        assertThat(through.out()).isEqualTo(direct.out());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void execGoesThroughAProxyToTheHostForm(boolean websockets) {
        Outcome outcome = byHost("exec", "-i", "shell", "-n", workload.namespace(), "--", "sh", "-c", "cat; exit 6")
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets))
                .stdin("typed")
                .run();
        assertThat(outcome.out()).isEqualTo("typed");
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(6);
    }

    @Test
    void aHostThatIsNoClustersIsForbiddenNotFoundNowhere() {
        Target other = Rigs.of(kind).hostTarget();
        Outcome outcome = byHost(
                        "get", "pods", "--server", other.server().toString().replace(Rig.CLUSTER, "nobody"))
                .run();
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("Forbidden").doesNotContain("NotFound");
    }

    @Test
    void anAgentBehindAProxyServesItsClusterAndKeepsThePasswordToItself() {
        try (ConnectProxy way = ConnectProxy.start();
                Rig rig = Rig.behindProxy(kind, way.address())) {
            Outcome outcome = rig.target()
                    .kubectl("exec", "shell", "-n", workload.namespace(), "--", "sh", "-c", "echo inside; exit 9")
                    .run();
            assertThat(outcome.out()).isEqualTo("inside\n");
            assertThat(outcome.exit()).isEqualTo(9);
            assertThat(way.connected())
                    .hasSizeGreaterThanOrEqualTo(2)
                    .containsOnly("localhost:" + rig.installation().port());
            assertThat(rig.agent().log()).doesNotContain(way.password());
            rig.assertNoSecretInLogs();
        }
    }

    private Command byHost(String... arguments) {
        Target target = Rigs.of(kind).hostTarget();
        assertThat(target.host()).isEqualTo(Rig.CLUSTER + "." + Installation.DOMAIN);
        return target.kubectl(arguments).env("HTTPS_PROXY", proxy.address().toString());
    }
}
