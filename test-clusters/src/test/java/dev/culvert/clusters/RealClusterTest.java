package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.clusters.junit.NeedsRealPods;
import dev.culvert.clusters.junit.WithCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithCluster(WithCluster.Choice.EMBEDDED)
class RealClusterTest {
    @TempDir
    private Path directory;

    /** The embedded cluster is as good as a real one for reading kubeconfigs. */
    @Test
    void aKubeconfigLeadsToAClusterThatAnswers(EmbeddedCluster embedded) {
        try (RealCluster cluster = RealCluster.fromKubeconfig(embedded.kubeconfig(), Optional.empty())) {
            assertThat(cluster.real()).isTrue();
            assertThat(cluster.server()).isEqualTo(embedded.server());
            assertThat(cluster.kubeconfig()).isEqualTo(embedded.kubeconfig());
            assertThat(new Api(cluster.access(), HttpClient.Version.HTTP_2)
                            .get("/api/v1/namespaces")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(embedded.kubeconfig()).exists();
    }

    @Test
    void anotherContextIsMadeCurrentInAPrivateCopyThatClosingRemoves() throws IOException {
        Path file = directory.resolve("config");
        Files.writeString(directory.resolve("token"), "the-token\n");
        Files.writeString(file, """
                current-context: a
                clusters: [{name: c, cluster: {server: "https://one/"}}, {name: d, cluster: {server: "https://two/"}}]
                users: [{name: u, user: {tokenFile: token}}]
                contexts: [{name: a, context: {cluster: c, user: u}}, {name: b, context: {cluster: d, user: u}}]
                """);
        RealCluster cluster = RealCluster.fromKubeconfig(file, Optional.of("b"));
        assertThat(cluster.server()).hasToString("https://two");
        assertThat(cluster.access().token()).contains("the-token");
        assertThat(cluster.kubeconfig()).isNotEqualTo(file);
        assertThat(Files.getPosixFilePermissions(cluster.kubeconfig()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (RealCluster copy = RealCluster.fromKubeconfig(cluster.kubeconfig(), Optional.empty())) {
            assertThat(copy.server()).isEqualTo(cluster.server());
            assertThat(copy.access().token()).contains("the-token");
        }
        cluster.close();
        assertThat(cluster.kubeconfig()).doesNotExist();
        assertThat(file).exists();
    }

    @Test
    void aKubeconfigThatLacksWhatIsNeededIsRefusedByName() throws IOException {
        Path file = directory.resolve("config");
        Files.writeString(file, "current-context: absent\n");
        assertThatThrownBy(() -> RealCluster.fromKubeconfig(file, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("absent");
        assertThatThrownBy(() -> RealCluster.fromKubeconfig(directory.resolve("none"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @NeedsRealPods
    void theConfiguredClusterAnswersItsDirectClient(RealCluster cluster) {
        Api.Answer version = new Api(cluster.access(), HttpClient.Version.HTTP_2).get("/api/v1/namespaces/default");
        assertThat(version.status()).isEqualTo(200);
        assertThat(version.text("status", "phase")).isEqualTo("Active");
    }
}
