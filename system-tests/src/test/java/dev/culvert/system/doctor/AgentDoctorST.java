package dev.culvert.system.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The agent's doctor, and the agent's own look at its rights, before a real API server. */
@SystemTest
final class AgentDoctorST {
    private static final String USERS =
            "{apiGroups: [''], resources: [users, groups, serviceaccounts], verbs: [impersonate]}";
    private static final String UIDS =
            "{apiGroups: [authentication.k8s.io], resources: [uids, userextras/example.com/team], verbs: [impersonate]}";
    private static final String REVIEWS =
            "{apiGroups: [authorization.k8s.io], resources: [subjectaccessreviews], verbs: [create]}";
    private static final String LACKS_UIDS =
            "missing: impersonate uids.authentication.k8s.io (callers who have a uid are refused)";

    private static Rig rig;

    @BeforeAll
    static void start() {
        rig = Rigs.of(CarrierKind.GRPC);
        assumeFalse(rig.isLoopback(), "there is no gateway to reach");
    }

    @Test
    void anAgentThatWorksIsWellAndIsNotDisturbed() {
        Outcome outcome = doctor(Rigs.direct().kubeconfig()).run();
        assertThat(outcome.exit()).as(outcome.toString()).isZero();
        assertThat(outcome.out().lines()).hasSize(15).allMatch(line -> line.startsWith("ok "));
        assertThat(outcome.out()).contains("is Kubernetes v1.", "to impersonate: complete");
        assertThat(rig.target()
                        .kubectl("get", "--raw", rig.target().prefix() + "/readyz")
                        .run()
                        .exit())
                .isZero();
        assertThat(rig.gateway().log()).contains("the credential is not of cluster (cluster-proxy doctor)");
    }

    @Test
    void aServiceAccountThatLacksARightIsToldWhich() {
        try (ServiceAccount account = new ServiceAccount().mayOnly(USERS + "," + REVIEWS)) {
            Path kubeconfig = account.kubeconfig();
            awaitRights(kubeconfig, 1, LACKS_UIDS);

            try (Rig other = Rig.inFrontOf(CarrierKind.GRPC, kubeconfig)) {
                await("the agent has looked").atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                                other.agent().log())
                        .contains("WARN", "The agent lacks rights in the cluster", LACKS_UIDS));
                // It serves all the same: whose right is missing is the cluster's to say.
                assertThat(other.agent().isReady()).isTrue();
                other.assertNoSecretInLogs();
            }

            account.mayOnly(USERS + "," + REVIEWS + "," + UIDS);
            awaitRights(kubeconfig, 0, "to impersonate: complete; keys of extra values: example.com/team");
        }
    }

    @Test
    void aServiceAccountThatIsLimitedToNamesIsWell() {
        String named = USERS.replace("serviceaccounts", "nothing").replace("verbs", "resourceNames: [jane], verbs");
        try (ServiceAccount account = new ServiceAccount().mayOnly(named + "," + REVIEWS + "," + UIDS)) {
            awaitRights(account.kubeconfig(), 0, "complete; users only: jane; groups only: jane");
        }
    }

    /** The cluster knows of a new role a moment later. */
    private static void awaitRights(Path kubeconfig, int exit, String text) {
        await("the cluster knows the role")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    Outcome outcome =
                            doctor(kubeconfig).with("--mode", "impersonate").run();
                    assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(exit);
                    assertThat(outcome.out()).contains(text);
                });
    }

    private static Command doctor(Path kubeconfig) {
        return Command.of(Daemon.java(), "-jar", Repository.jar("cluster-proxy").toString(), "doctor")
                .with("--gateway", rig.installation().url())
                .with("--token-file", rig.installation().agentToken().toString())
                .with("--ca-file", rig.installation().authority().toString())
                .with("--kubeconfig", kubeconfig.toString());
    }
}
