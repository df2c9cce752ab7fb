package dev.culvert.clusters.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EchoUpstreamTest {
    private final EchoUpstream upstream = EchoUpstream.start();

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void whatArrivesIsRecordedByteForByte() throws IOException {
        String request = "GET /a%2Fb//c?x=1;y=%zz&&a+b HTTP/1.1\r\nhOsT: x\r\nA: 1\r\nB:  2\r\na: 3\r\n\r\n";
        try (SSLSocket socket = connect()) {
            write(socket, request);
            assertThat(read(socket, Script.ok("{}").length())).isEqualTo(Script.ok("{}"));
        }
        Recording recording = upstream.recordings().get(0);
        assertThat(recording.text()).isEqualTo(request);
        assertThat(recording.requestLine()).isEqualTo("GET /a%2Fb//c?x=1;y=%zz&&a+b HTTP/1.1");
        assertThat(recording.headerLines()).containsExactly("hOsT: x", "A: 1", "B:  2", "a: 3");
    }

    @Test
    void bodiesAreReadByLengthAndByChunksOnOneConnection() throws IOException {
        String byLength = "POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello";
        String byChunks =
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nTrailer: t\r\n\r\n";
        try (SSLSocket socket = connect()) {
            for (String request : new String[] {byLength, byChunks}) {
                write(socket, request);
                assertThat(read(socket, Script.ok("{}").length())).isEqualTo(Script.ok("{}"));
            }
        }
        assertThat(upstream.recordings()).hasSize(1);
        assertThat(upstream.recordings().get(0).text()).isEqualTo(byLength + byChunks);
    }

    @Test
    void theSecondPartWaitsForTheTest() throws IOException, InterruptedException {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        upstream.enqueue(Script.of(
                Step.readRequest(), Step.send("first"), Step.signal(sent), Step.await(goOn), Step.send("second")));
        try (SSLSocket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(read(socket, 5)).isEqualTo("first");
            assertThat(sent.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(socket.getInputStream().available()).isZero();
            goOn.countDown();
            assertThat(rest(socket)).isEqualTo("second");
        }
    }

    @Test
    void anUpgradeAndItsFirstBytesComeInOneRecordAndThenEchoes() throws IOException {
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\nfirst frame";
        upstream.enqueue(Script.of(Step.readHead(), Step.send(answer), Step.echo()));
        try (SSLSocket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\nUpgrade: x\r\n\r\n");
            byte[] once = new byte[1000];
            int length = socket.getInputStream().read(once);
            assertThat(new String(once, 0, length, StandardCharsets.ISO_8859_1)).isEqualTo(answer);
            write(socket, "ping");
            assertThat(read(socket, 4)).isEqualTo("ping");
        }
    }

    @Test
    void aResetIsSeenAsOneAndACutEndsABodyHalfway() throws IOException {
        String half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";
        upstream.enqueue(Script.of(Step.readRequest(), Step.send(half), Step.readBytes(1), Step.reset()));
        upstream.enqueue(Script.of(Step.readRequest(), Step.send(half), Step.cut()));
        try (SSLSocket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(read(socket, half.length())).isEqualTo(half);
            write(socket, "x");
            assertThatThrownBy(() -> rest(socket))
                    .isInstanceOfAny(SocketException.class, SSLException.class)
                    .hasMessageContaining("reset");
        }
        try (SSLSocket socket = connect()) {
            write(socket, "GET / HTTP/1.1\r\n\r\n");
            assertThat(read(socket, half.length())).isEqualTo(half);
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void aRequestThatBreaksOffIsRecordedAsAFailure() throws IOException {
        try (SSLSocket socket = connect()) {
            write(socket, "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
        }
        await().untilAsserted(
                        () -> assertThat(upstream.recordings().get(0).failure()).isPresent());
        assertThat(upstream.recordings().get(0).text()).endsWith("\r\n\r\nhalf");
    }

    private SSLSocket connect() throws IOException {
        SSLSocket socket =
                (SSLSocket) upstream.access().tls().getSocketFactory().createSocket("127.0.0.1", upstream.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String read(SSLSocket socket, int count) throws IOException {
        return new String(socket.getInputStream().readNBytes(count), StandardCharsets.ISO_8859_1);
    }

    private static String rest(SSLSocket socket) throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
