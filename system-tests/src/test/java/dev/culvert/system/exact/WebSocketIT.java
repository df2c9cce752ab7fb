package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSockets of callers: the gateway neither chooses a protocol nor touches a frame. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WebSocketIT {
    private static final String SWITCHED = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: a\r\n";

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sec-WebSocket-Protocol: v5.channel.k8s.io,v4.channel.k8s.io | v5.channel.k8s.io",
                "Sec-WebSocket-Protocol: v4.channel.k8s.io, v3.channel.k8s.io,channel.k8s.io | channel.k8s.io",
                "Sec-WebSocket-Protocol: base64.channel.k8s.io | base64.channel.k8s.io",
                "Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io | SPDY/3.1+portforward.k8s.io",
                "sec-websocket-protocol: v2.base64.channel.k8s.io | v5.channel.k8s.io"
            })
    void theApiServerChoosesFromWhatTheCallerOffers(String offered, String chosen) {
        RawBody answer = upgrade(offered, "Sec-WebSocket-Protocol: " + chosen + "\r\n");
        assertThat(answer.head().status()).isEqualTo(101);
        assertThat(answer.head().all("sec-websocket-protocol")).containsExactly(chosen);
        assertThat(rig.last().headerLines()).contains(offered);
    }

    @Test
    void whereNoneIsOfferedNoneIsChosen() {
        RawBody answer = upgrade("X-Nothing: offered", "");
        assertThat(answer.head().lines())
                .containsExactly("Sec-WebSocket-Accept: a", "Connection: Upgrade", "Upgrade: websocket");
        assertThat(rig.last().headerLines())
                .noneMatch(line -> line.regionMatches(true, 0, "sec-websocket-protocol", 0, 22));
    }

    /** Fragments of every size, a ping between them, and one message of five megabytes. */
    @Test
    void framesOfEveryKindComeAsTheyWereSent() throws IOException {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frame(frames, 0x02, 100_000);
        frame(frames, 0x89, 5);
        frame(frames, 0x00, 0);
        frame(frames, 0x80, 70_000);
        frame(frames, 0x82, 5_000_000);
        frame(frames, 0xc1, 126);
        byte[] all = frames.toByteArray();
        rig.next(Script.of(Step.readHead(), Step.send(SWITCHED + "\r\n"), Step.echo()));
        try (RawConnection connection = RawConnection.open(target)) {
            assertThat(connection
                            .send(request("X-Nothing: offered"))
                            .begin()
                            .head()
                            .status())
                    .isEqualTo(101);
            Thread writer = new Thread(() -> connection.send(all), "writer");
            writer.start();
            assertThat(connection.input().readNBytes(all.length)).isEqualTo(all);
        }
    }

    private RawBody upgrade(String line, String answer) {
        rig.next(Script.of(Step.readHead(), Step.send(SWITCHED + answer + "\r\n")));
        try (RawConnection connection = RawConnection.open(target)) {
            return connection.send(request(line)).begin();
        }
    }

    private static RawRequest request(String line) {
        return RawRequest.get("/api/v1/namespaces/n/pods/p/exec?command=sh")
                .header("Connection: Upgrade")
                .header("Upgrade: websocket")
                .header("Sec-WebSocket-Key: k")
                .header("Sec-WebSocket-Version: 13")
                .header(line);
    }

    private static void frame(ByteArrayOutputStream out, int first, int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        out.write(first);
        if (length < 126) {
            out.write(0x80 | length);
        } else if (length < 1 << 16) {
            out.write(0x80 | 126);
            out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
        } else {
            out.write(0x80 | 127);
            out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
        }
        out.writeBytes(new byte[] {1, 2, 3, 4});
        out.writeBytes(payload);
    }
}
