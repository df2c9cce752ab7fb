package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.tunnel.carrier.Tunnel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose own host lies below the domain of the clusters' hosts. */
@Timeout(60)
@NullUnmarked
class OwnHostTest {
    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    private InstalledGateway installed;

    @BeforeEach
    void start() throws IOException {
        installed = new InstalledGateway(
                directory, List.of("localhost", "gw.example.com", "gw.eu.example.com"), "example.com", "");
    }

    @AfterEach
    void stop() {
        installed.gateway.stop().await();
        vertx.close().await();
    }

    @Test
    void ownHostsServeByPathAndTheOthersAreClusters() {
        TestAgent agent = installed.agent(vertx);

        assertThat(get("/clusters/north/a", "gw.example.com").status()).isEqualTo(200);
        assertThat(get("/clusters/north/b", "GW.eu.example.com:8443").status()).isEqualTo(200);
        assertThat(get("/c", "north.example.com").status()).isEqualTo(200);
        assertThat(get("/d", "gw.example.com").status()).isEqualTo(403);

        assertThat(agent.requests).extracting(head -> head.target()).containsExactly("/a", "/b", "/c");
    }

    @Test
    void agentsComeInByAnyHost() {
        for (String host : List.of("gw.example.com", "north.example.com", "localhost")) {
            assertThat(get(Tunnel.PATH, host).json().getString("message")).contains("the tunnel speaks gRPC");
        }
    }

    private RawResponse get(String target, String host) {
        try (RawClient client = installed.client()) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + installed.authorization() + "\r\n");
            String head = client.readHead();
            return head.contains("chunked") ? new RawResponse(head, "") : body(client, head);
        }
    }

    private static RawResponse body(RawClient client, String head) {
        int length = Integer.parseInt(String.valueOf(new RawResponse(head, "").header("content-length")));
        return new RawResponse(head, client.readExactly(length));
    }
}
