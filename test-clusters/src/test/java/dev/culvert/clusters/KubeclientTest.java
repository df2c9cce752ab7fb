package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.clusters.junit.WithCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session of the Ruby client kubeclient. */
@WithCluster(WithCluster.Choice.EMBEDDED)
class KubeclientTest {
    @TempDir
    private Path directory;

    @Test
    void kubeclientDiscoversChangesAndWatches(EmbeddedCluster cluster) {
        boolean present = Command.onPath("ruby")
                && Command.run(directory, Map.of(), List.of("ruby", "-e", "require 'kubeclient'"))
                                .code()
                        == 0;
        if (!present) {
            System.out.println("SKIPPED the kubeclient session: there is no ruby with kubeclient");
        }
        assumeTrue(present, "ruby has kubeclient");
        String script = Path.of("src/test/resources/kubeclient_session.rb")
                .toAbsolutePath()
                .toString();
        Command.Result result = Command.run(
                directory,
                Map.of(),
                List.of("ruby", script, cluster.kubeconfig().toString(), "from-ruby"));
        assertThat(result.output()).endsWith("OK\n");
        assertThat(result.code()).isZero();
    }
}
