package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.Kubeconfig;
import dev.culvert.tunnel.exchange.Header;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Against a real kube-apiserver, where one is named: CULVERT_TEST_KUBECONFIG, and CULVERT_TEST_POD as NAMESPACE/NAME of a pod
 * with a shell.
 */
@EnabledIfEnvironmentVariable(named = "CULVERT_TEST_KUBECONFIG", matches = ".+")
class RealApiServerTest {
    private final ApiAccess access = new Kubeconfig(Path.of(System.getenv("CULVERT_TEST_KUBECONFIG")), null).read();

    @Test
    void versionWatchAndErrorsComeThrough() throws Exception {
        try (Tunnel tunnel = new Tunnel(() -> access)) {
            assertThat(tunnel.get("/version").wholeBody()).contains("gitVersion");
            Call watch = tunnel.get("/api/v1/namespaces/default/events?watch=1&timeoutSeconds=2&resourceVersion=0");
            assertThat(watch.head().status()).isEqualTo(200);
            watch.wholeBody();
            Call missing = tunnel.get("/api/v1/namespaces/default/pods/none");
            assertThat(missing.wholeBody()).contains("NotFound");
            assertThat(missing.head().status()).isEqualTo(404);
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "CULVERT_TEST_POD", matches = ".+/.+")
    void execIsUpgradedByWebSocketAndBySpdy() throws Exception {
        String[] pod = System.getenv("CULVERT_TEST_POD").split("/", 2);
        String path = "/api/v1/namespaces/" + pod[0] + "/pods/" + pod[1]
                + "/exec?command=sh&command=-c&command=echo+hello%3B+exit+3&stdout=true&stderr=true";
        try (Tunnel tunnel = new Tunnel(() -> access)) {
            Call websocket = tunnel.call(
                    "GET",
                    path,
                    true,
                    "websocket",
                    new Header("Sec-WebSocket-Version", "13"),
                    new Header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
                    new Header("Sec-WebSocket-Protocol", "v4.channel.k8s.io"));
            assertThat(websocket.head().status()).isEqualTo(101);
            assertThat(websocket.wholeBody()).contains("hello", "ExitCode", "\"3\"");
            websocket.end();

            Call spdy = tunnel.call(
                    "POST", path, true, "SPDY/3.1", new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
            assertThat(spdy.head().status()).isEqualTo(101);
            assertThat(spdy.head().headers()).contains(new Header("X-Stream-Protocol-Version", "v4.channel.k8s.io"));
            spdy.cancel();

            Call refused = tunnel.call("POST", path.replace("/pods/", "/pods/no-"), true, "SPDY/3.1");
            assertThat(refused.head().status()).isGreaterThanOrEqualTo(400);
            assertThat(refused.wholeBody()).contains("Status");
            refused.end();
            await().untilAsserted(() -> assertThat(tunnel.openStreams()).isZero());
        }
    }
}
