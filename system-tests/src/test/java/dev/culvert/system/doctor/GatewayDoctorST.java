package dev.culvert.system.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The gateway's doctor beside a gateway that has a real cluster, and two whose agents never come. */
@SystemTest
final class GatewayDoctorST {

    @Test
    void theClusterIsLookedThroughAndThoseWithoutAnAgentAreNamed() throws JsonProcessingException {
        Rig rig = Rigs.of(CarrierKind.GRPC);
        assumeFalse(rig.isLoopback(), "there is no gateway");

        Outcome outcome = Command.of(
                        Daemon.java(), "-jar", Repository.jar("gateway").toString(), "doctor")
                .with("--config", rig.installation().config().toString(), "-o", "json")
                .with("--token-file", rig.installation().callerToken().toString())
                .run();

        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        Map<String, JsonNode> findings = new HashMap<>();
        for (JsonNode finding : new ObjectMapper().readTree(outcome.out()).path("findings")) {
            findings.put(finding.path("place").asText(), finding);
        }
        JsonNode cluster = findings.remove("cluster " + Rig.CLUSTER);
        assertThat(cluster.path("state").asText()).isEqualTo("ok");
        assertThat(cluster.path("detail").asText())
                .startsWith("1 agent, 2 connections (cluster-proxy/")
                .contains("; its API server answers: Kubernetes v1.");
        for (String absent : new String[] {Installation.VACANT, Installation.LIAR}) {
            assertThat(findings.remove("cluster " + absent).path("detail").asText())
                    .isEqualTo("no agent is connected to this gateway");
        }
        assertThat(findings.values())
                .allSatisfy(finding -> assertThat(finding.path("state").asText())
                        .as(finding.toString())
                        .isEqualTo("ok"));
        rig.assertNoSecretInLogs();
    }
}
