package dev.culvert.system.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A cluster of whose APIs one is announced and away: kubectl lists the others and says which is missing. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class DiscoveryST {
    private final String group = "away-" + UUID.randomUUID().toString().substring(0, 8) + ".culvert.dev";
    private final Target target;

    DiscoveryST(CarrierKind kind) {
        target = Rigs.of(kind).target();
    }

    @BeforeEach
    void announce() {
        String service = """
                apiVersion: apiregistration.k8s.io/v1
                kind: APIService
                metadata: {name: v1.%1$s}
                spec:
                  group: %1$s
                  version: v1
                  groupPriorityMinimum: 1000
                  versionPriority: 15
                  insecureSkipTLSVerify: true
                  service: {namespace: default, name: nowhere}
                """.formatted(group);
        Rigs.direct().kubectl("apply", "-f", "-").stdin(service).run().orFail();
    }

    @AfterEach
    void withdraw() {
        Rigs.direct()
                .kubectl("delete", "apiservice", "v1." + group, "--ignore-not-found")
                .run()
                .orFail();
    }

    @Test
    void anApiThatIsAwayIsToldInTheSameWords() {
        await("the cluster has noticed that it is away")
                .atMost(Duration.ofSeconds(30))
                .until(() -> Rigs.direct()
                        .kubectl("get", "--raw", "/apis/" + group + "/v1")
                        .run()
                        .err()
                        .contains("the server is currently unable"));
        Outcome direct = resources(Rigs.direct());
        Outcome through = resources(target);

        // Aggregated discovery does not name what was never there: then kubectl is content.
        assertThat(through.exit()).isEqualTo(direct.exit());
        assertThat(untimed(through.err())).isEqualTo(untimed(direct.err()));
        assertThat(through.out()).isEqualTo(direct.out()).contains("configmaps");
    }

    private static String untimed(String log) {
        return log.replaceAll("(?m)^E\\d{4} [\\d:.]+ +\\d+ ", "");
    }

    private static Outcome resources(Target from) {
        return from.kubectl("api-resources", "--cached=false").run();
    }
}
