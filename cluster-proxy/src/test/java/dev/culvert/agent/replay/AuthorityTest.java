package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.ApiServer;
import dev.culvert.agent.credentials.Kubeconfig;
import io.vertx.core.http.HttpServer;
import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which server a request over HTTP/2 names. */
class AuthorityTest {
    @TempDir
    private Path directory;

    @Test
    void anIpv6AddressIsNamedInBrackets() throws Exception {
        assumeTrue(NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress()));
        ApiAccess[] access = new ApiAccess[1];
        try (Tunnel tunnel = new Tunnel(() -> access[0])) {
            HttpServer server = Http2Servers.create(tunnel.vertx, new TestAuthority(), 250);
            server.requestHandler(request -> request.response().end(request.version() + " " + request.authority()));
            Tunnel.await(server.listen(0, "::1"));
            access[0] = insecure("https://[::1]:" + server.actualPort());

            assertThat(tunnel.get("/version").wholeBody()).isEqualTo("HTTP_2 [::1]:" + server.actualPort());
        }
    }

    @Test
    void theDefaultPortIsLeftOutAndAnyOtherIsNot() {
        assertThat(Http2Replay.authority(new ApiServer("kubernetes.test", 443, "")))
                .hasToString("kubernetes.test");
        assertThat(Http2Replay.authority(new ApiServer("kubernetes.test", 6443, "")))
                .hasToString("kubernetes.test:6443");
        assertThat(Http2Replay.authority(new ApiServer("fd00::1", 443, ""))).hasToString("[fd00::1]");
    }

    private ApiAccess insecure(String server) throws Exception {
        Path file = directory.resolve("config");
        Files.writeString(file, """
                current-context: c
                contexts: [{name: c, context: {cluster: c}}]
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                """.formatted(server));
        return new Kubeconfig(file, null).read();
    }
}
