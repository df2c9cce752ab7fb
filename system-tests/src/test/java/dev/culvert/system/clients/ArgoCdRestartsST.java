package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Workload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Argo CD on a cluster behind a gateway that is restarted again and again, in good order and not, for as many minutes as
 * {@code culvert.system.argocdMinutes} says: what changes is put right all the time. Prints how long it took.
 */
@SystemTest
final class ArgoCdRestartsST {

    private static final int MINUTES = Integer.getInteger("culvert.system.argocdMinutes", 0);
    private static final Client ARGO_CD = new Client("Argo CD", "gitops", "argocd");
    private static final Duration ROUND = Duration.ofMinutes(15);

    @Test
    void whatChangesIsPutRightWhileTheGatewayComesAndGoes() {
        Assumptions.assumeFalse(Boolean.getBoolean("culvert.system.loopback"), "there is no gateway to restart");
        if (MINUTES == 0) {
            System.out.println("SKIPPED ArgoCdRestartsST: it takes as long as -Dculvert.system.argocdMinutes says");
        }
        Assumptions.assumeTrue(MINUTES > 0, "no time is given");
        Path home = ARGO_CD.home().orElse(null);
        Assumptions.assumeTrue(home != null, "Argo CD cannot be installed here");

        Path direct = Rigs.direct().kubeconfig();
        int restarts = 0;
        try (Workload workload = Workload.create("argocd");
                Rig rig = Rig.inFrontOf(CarrierKind.GRPC, direct);
                Running argoCd = ARGO_CD.run("restarts", home, workload.namespace(), Integer.toString(MINUTES))
                        .env("KUBECONFIG", rig.target().kubeconfig().toString())
                        .env("CULVERT_DIRECT", direct.toString())
                        .start()) {
            argoCd.awaitOut("\"round\": 1", ROUND);
            while (goesOn(argoCd)) {
                if (restarts % 2 == 0) {
                    rig.gateway().close();
                } else {
                    rig.gateway().kill();
                }
                rig.gateway().restart();
                restarts++;
            }
            System.out.printf(
                    "Argo CD for %d minutes, %d restarts of the gateway:%n%s", MINUTES, restarts, argoCd.out());
            assertThat(argoCd.awaitEnd(ROUND).exit()).as(argoCd::err).isZero();
            assertThat(argoCd.out()).contains("\"connected\": [\"1\"]");
            rig.assertNoSecretInLogs();
        }
    }

    /** False when it has ended; otherwise after a while between two restarts. */
    private static boolean goesOn(Running argoCd) {
        Duration pause = Duration.ofSeconds(ThreadLocalRandom.current().nextInt(20, 100));
        long start = System.nanoTime();
        Awaitility.await("a pause, or the end")
                .atMost(pause.plusSeconds(30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> !argoCd.alive() || System.nanoTime() - start > pause.toNanos());
        return argoCd.alive();
    }
}
