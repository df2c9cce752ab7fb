package dev.culvert.agent.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.agent.replay.TestAuthority;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
    private static final TestAuthority AUTHORITY = new TestAuthority();

    @TempDir
    private Path directory;

    private Kubeconfig kubeconfig(String cluster, String user) throws Exception {
        Path file = directory.resolve("config");
        Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts:
                - name: elsewhere
                  context: {cluster: none, user: none}
                - name: here
                  context: {cluster: c, user: u}
                clusters:
                - name: c
                  cluster: {%s}
                users:
                - name: u
                  user: {%s}
                """.formatted(cluster, user));
        return new Kubeconfig(file, null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void embeddedCertificatesAndAPathPrefixAreRead() throws Exception {
        ApiAccess access = kubeconfig(
                        "server: 'https://api.example/k8s/clusters/c-1/', tls-server-name: kubernetes.test,"
                                + " certificate-authority-data: " + base64(AUTHORITY.authorityPem()),
                        "client-certificate-data: " + base64(AUTHORITY.clientPem()) + ", client-key-data: "
                                + base64(AUTHORITY.clientKeySec1()))
                .read();

        assertThat(access.server()).isEqualTo(new ApiServer("api.example", 443, "/k8s/clusters/c-1"));
        assertThat(access.server().authority()).isEqualTo("api.example");
        assertThat(access.tls().serverName()).isEqualTo("kubernetes.test");
        assertThat(access.tls().key()).contains("EC PRIVATE KEY");
        assertThat(access.authorization()).isEmpty();
        assertThat(access.toString() + access.tls()).doesNotContain("PRIVATE", "BEGIN");
    }

    @Test
    void filesAreFoundBesideTheKubeconfigAndATokenFileWinsOverAToken() throws Exception {
        Files.writeString(directory.resolve("ca.pem"), AUTHORITY.authorityPem());
        Files.writeString(directory.resolve("token.txt"), "from-the-file\n");
        ApiAccess access = kubeconfig(
                        "server: 'https://10.0.0.1:6443', certificate-authority: ca.pem",
                        "token: inline, tokenFile: token.txt")
                .read();

        assertThat(access.authorization()).contains("Bearer from-the-file");
        assertThat(access.tls().authorities()).isEqualTo(AUTHORITY.authorityPem());
        assertThat(access.server().authority()).isEqualTo("10.0.0.1:6443");
        assertThat(access.toString()).doesNotContain("from-the-file");
    }

    @Test
    void whatTheAgentCannotDoIsSaid() throws Exception {
        assertFault("server: 'https://x'", "exec: {command: aws}", "not supported");
        assertFault("server: 'https://x'", "username: a, password: b", "not supported");
        assertFault("server: 'http://x'", "token: t", "https://");
        assertFault("insecure-skip-tls-verify: true", "token: t", "no server");
        assertFault("server: 'https://x', certificate-authority: nowhere.pem", "token: t", "no such file");
        assertFault("server: 'https://x', certificate-authority-data: '%%%'", "token: t", "certificate");
        assertFault("server: 'https://x'", "client-certificate-data: " + base64(AUTHORITY.clientPem()), "key");
        assertFault("server: 'https://x'", "token: 'a b'", "white space");
        assertThatThrownBy(() -> new Kubeconfig(directory.resolve("config"), "nobody").read())
                .hasMessageContaining("nobody");
        Files.writeString(directory.resolve("broken"), "users: [{name: u, user: {token: very-secret");
        assertThatThrownBy(() -> new Kubeconfig(directory.resolve("broken"), null).read())
                .hasMessageContaining("YAML")
                .hasMessageNotContaining("very-secret");
    }

    private void assertFault(String cluster, String user, String text) throws Exception {
        Kubeconfig source = kubeconfig(cluster, user);
        assertThatThrownBy(source::read)
                .isInstanceOf(CredentialsException.class)
                .hasMessageContaining(text);
    }

    @Test
    void arotatedTokenIsTakenAndAMissingOneLeavesTheLastInUse() throws Exception {
        Files.writeString(directory.resolve("token"), "one\n");
        Files.writeString(directory.resolve("ca.crt"), AUTHORITY.authorityPem());
        Map<String, String> environment = Map.of("KUBERNETES_SERVICE_HOST", "::1", "KUBERNETES_SERVICE_PORT", "443");
        Vertx vertx = Vertx.vertx();
        try {
            Credentials credentials =
                    await(Credentials.load(vertx, new InCluster(environment::get, directory), Duration.ofHours(1)));
            ApiAccess first = credentials.current();
            assertThat(first.authorization()).contains("Bearer one");
            assertThat(first.server().authority()).isEqualTo("[::1]");

            await(credentials.refresh());
            assertThat(credentials.current()).isSameAs(first);
            Files.writeString(directory.resolve("token"), "two");
            await(credentials.refresh());
            assertThat(credentials.current().authorization()).contains("Bearer two");
            Files.delete(directory.resolve("token"));
            await(credentials.refresh());
            assertThat(credentials.current().authorization()).contains("Bearer two");
            Files.writeString(directory.resolve("token"), "three");
            await(credentials.refresh());
            assertThat(credentials.current().authorization()).contains("Bearer three");
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(io.vertx.core.Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
