package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server whose machine is gone is found by TCP, within a minute. */
class DeadServerTest {
    private static final List<Path> SOCKETS = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private final Vertx vertx = Transports.vertx();
    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        over.countDown();
        Tunnel.await(vertx.close());
    }

    @Test
    void anIdleConnectionIsProbedWithinHalfAMinute() throws Exception {
        assumeTrue(vertx.isNativeTransportEnabled() && Files.isReadable(SOCKETS.get(0)));
        TestAuthority authority = new TestAuthority();
        try (RawServer server = new RawServer(authority, connection -> over.await())) {
            ApiAccess access = Access.to(server.port(), authority);
            ApiClients clients = new ApiClients(vertx);
            int port = Tunnel.await(clients.connectHttp1(access)).localAddress().port();

            // Linux tells of each socket's timer, in hundredths of a second; 02 is keepalive.
            await().until(() -> timers(port).size() == 1 && timers(port).get(0).startsWith("02:"));
            assertThat(Long.parseLong(timers(port).get(0).substring(3), 16)).isBetween(1L, 3000L);
        }
    }

    private static List<String> timers(int port) throws Exception {
        String local = String.format(Locale.ROOT, ":%04X", port);
        List<String> timers = new ArrayList<>();
        for (Path sockets : SOCKETS) {
            if (Files.isReadable(sockets)) {
                for (String line : Files.readAllLines(sockets)) {
                    String[] columns = line.strip().split("\\s+", -1);
                    if (columns[1].endsWith(local)) {
                        timers.add(columns[5]);
                    }
                }
            }
        }
        return timers;
    }
}
