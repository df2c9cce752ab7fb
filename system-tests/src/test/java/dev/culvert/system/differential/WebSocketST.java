package dev.culvert.system.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for by WebSocket where others ask for a stream, and services that speak WebSocket themselves. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class WebSocketST {

    /** Greets before it is spoken to, then says everything again. */
    private static final String LIVE = """
        cat > /tmp/live <<'END'
        #!/bin/sh
        end=$(printf '\\r')
        while read -r line; do [ "$line" = "$end" ] && break; done
        printf 'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n'
        printf 'Sec-WebSocket-Accept: live\\r\\n\\r\\nhello'
        exec cat
        END
        chmod +x /tmp/live
        while :; do nc -l -p 9000 -e /tmp/live; done
        """;

    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: live}
        spec: {selector: {app: live}, ports: [{port: 80, targetPort: 9000}]}
        """;

    private static Workload workload;

    private final Target direct = Rigs.direct();
    private final Target gateway;

    WebSocketST(CarrierKind kind) {
        gateway = Rigs.of(kind).target();
    }

    @BeforeAll
    static void start() {
        workload = Seed.plant();
        workload.pod("live", LIVE);
        workload.apply(SERVICE);
    }

    @AfterAll
    static void stop() {
        workload.close();
    }

    @Test
    void aWatchSaysTheSame() throws IOException {
        String path = path("/configmaps?watch=true&timeoutSeconds=1&resourceVersion=0&labelSelector=number%3D3");
        String expected = said(direct, path);
        assertThat(expected).contains("ADDED").contains("cm-3");
        assertThat(said(gateway, path)).isEqualTo(expected);
    }

    @Test
    void aLogSaysTheSame() throws IOException {
        String path = path("/pods/talker/log");
        String expected = said(direct, path);
        assertThat(expected).contains("first line\nsecond line\n");
        assertThat(said(gateway, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/pods/live:9000/proxy/at/once?x=1", "/services/live:80/proxy/"})
    void aServiceBehindAProxyPathIsSpokenToInBothDirections(String path) {
        for (Target target : new Target[] {direct, gateway}) {
            await("the service is reached, which takes its endpoints and its next connection some time")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreException(UncheckedIOException.class)
                    .untilAsserted(() -> converse(target, path(path)));
        }
    }

    private static void converse(Target target, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody answer = connection.send(upgrade(path)).begin();
            assertThat(answer.head().status()).as(answer.head().toString()).isEqualTo(101);
            assertThat(answer.head().all("sec-websocket-accept")).containsExactly("live");
            assertThat(text(connection, 5)).isEqualTo("hello");
            connection.send("one".getBytes(StandardCharsets.US_ASCII));
            assertThat(text(connection, 3)).isEqualTo("one");
            connection.send("\u0000\u00ff two".getBytes(StandardCharsets.ISO_8859_1));
            assertThat(text(connection, 6)).isEqualTo("\u0000\u00ff two");
        }
    }

    private static String text(RawConnection connection, int count) throws IOException {
        return new String(connection.input().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    private static String path(String rest) {
        return "/api/v1/namespaces/" + workload.namespace() + rest;
    }

    private static RawRequest upgrade(String path) {
        return RawRequest.get(path)
                .header("Origin: http://localhost")
                .header("Connection: Upgrade")
                .header("Upgrade: websocket")
                .header("Sec-WebSocket-Version: 13")
                .header("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    /** The payload of every frame until the server closes, and the number of frames that say goodbye. */
    private static String said(Target target, String path) throws IOException {
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody answer = connection.send(upgrade(path)).begin();
            assertThat(answer.head().status()).as(answer.head().toString()).isEqualTo(101);
            return payload(connection.input().readAllBytes());
        }
    }

    private static String payload(byte[] bytes) {
        ByteBuffer frames = ByteBuffer.wrap(bytes);
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int goodbyes = 0;
        while (frames.hasRemaining()) {
            int opcode = frames.get() & 0x0f;
            int length = frames.get() & 0x7f;
            if (length == 126) {
                length = frames.getShort() & 0xffff;
            } else if (length == 127) {
                length = (int) frames.getLong();
            }
            goodbyes += opcode == 8 ? 1 : 0;
            payload.write(bytes, frames.position(), length);
            frames.position(frames.position() + length);
        }
        return payload.toString(StandardCharsets.UTF_8) + " goodbyes: " + goodbyes;
    }
}
