package dev.culvert.system.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Beside the cluster that the tests are given, which must not notice. */
@SystemTest
class ClusterScriptsST {
    private final String name = "scripts-" + ProcessHandle.current().pid();
    private String kubernetes = "";

    @BeforeEach
    void chooseWhatIsBuilt() {
        kubernetes = BuiltClusters.kubernetes().orElse("");
        if (kubernetes.isEmpty()) {
            System.out.println("SKIPPED ClusterScriptsST: no Kubernetes has been built here (test-clusters/up)");
            Assumptions.abort("no Kubernetes has been built here");
        }
    }

    @AfterEach
    void wipe() {
        BuiltClusters.script("down", name).with("--wipe").run();
    }

    @Test
    void aComponentThatDoesNotComeUpIsNamedWithTheLastLinesOfItsLog() {
        Outcome outcome = up("--apiserver-arg", "--no-such-flag");

        assertThat(outcome.exit()).isNotZero();
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains("kube-apiserver of cluster " + name + " did not come up")
                .contains("unknown flag: --no-such-flag")
                .contains("down --name " + name);
        assertNothingIsLeftBehindDown();
    }

    @Test
    void downTakesAwayWhatACrashLeftAndNothingElse() {
        Path kubeconfig = Path.of(up("--print-kubeconfig").orFail().out().strip());
        assertThat(kubeconfig).isReadable();
        List<ProcessHandle> killed = BuiltClusters.processes(name).stream()
                .filter(process -> BuiltClusters.commandLine(process).matches(".*/(etcd|kube-apiserver|kubelet) .*"))
                .toList();
        assertThat(killed).as("etcd, kube-apiserver and kubelet").hasSize(3);
        killed.forEach(ProcessHandle::destroyForcibly);

        assertNothingIsLeftBehindDown();
    }

    private Outcome up(String... options) {
        return BuiltClusters.script("up", name)
                .with("--kubernetes", kubernetes, "--with", "build")
                .with(options)
                .run();
    }

    private void assertNothingIsLeftBehindDown() {
        assertThat(BuiltClusters.processes(name)).as("to be taken away").isNotEmpty();
        BuiltClusters.script("down", name).with("--wipe").run().orFail();

        assertThat(BuiltClusters.processes(name)).isEmpty();
        assertThat(BuiltClusters.mounts(name)).isEmpty();
        assertThat(BuiltClusters.of(name)).doesNotExist();
        Rigs.direct().kubectl("get", "--raw", "/readyz").run().orFail();
    }
}
