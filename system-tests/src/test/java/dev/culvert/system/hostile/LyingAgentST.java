package dev.culvert.system.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import dev.culvert.system.wire.RawWebSocket;
import dev.culvert.tunnel.v1.End;
import dev.culvert.tunnel.v1.Frame;
import dev.culvert.tunnel.v1.Hello;
import dev.culvert.tunnel.v1.Limits;
import dev.culvert.tunnel.v1.Packet;
import dev.culvert.tunnel.v1.ResponseHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An agent that is let in and then says anything. Only its own session may suffer. */
@SystemTest
final class LyingAgentST {

    private static final String PATH = "/culvert.tunnel.v1.Tunnel/Connect";
    private static final String PROTOCOL = "culvert.tunnel.v1";
    private static final Duration SOON = Duration.ofSeconds(10);

    private final Rig rig = Rigs.of(CarrierKind.GRPC);
    private final Target target = rig.target();

    @BeforeEach
    void needsAGateway() {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no gateway");
    }

    @AfterEach
    void theHonestAgentStillServes() {
        assertThat(rig.gateway().alive()).isTrue();
        assertThat(RawConnection.exchange(target, RawRequest.get("/version")).status())
                .isEqualTo(200);
    }

    @Test
    void aWrongTokenIsRefusedOnBothCarriers() throws IOException, InterruptedException {
        try (RawConnection connection = RawConnection.open(target)) {
            assertThat(RawWebSocket.ask(connection, PATH, "a-wrong-agent-token-77ab", PROTOCOL)
                            .head()
                            .status())
                    .isEqualTo(401);
        }
        HttpRequest call = HttpRequest.newBuilder(URI.create(rig.installation().url() + PATH))
                .header("Content-Type", "application/grpc")
                .header("TE", "trailers")
                .header("Authorization", "Bearer a-wrong-agent-token-77ab")
                .timeout(SOON)
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[5]))
                .build();
        HttpResponse<byte[]> answer = HttpClient.newBuilder()
                .sslContext(target.tls())
                .build()
                .send(call, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.headers().firstValue("grpc-status")).contains("16");
        await("the refusal is in the log").atMost(SOON).untilAsserted(() -> assertThat(
                        rig.gateway().log().toLowerCase(java.util.Locale.ROOT))
                .containsPattern("agent.*(refused|rejected|unauthenticated|token)"));
        assertThat(rig.gateway().log()).doesNotContain("a-wrong-agent-token");
    }

    @Test
    void aCallersTokenIsNoAgentsToken() {
        try (RawConnection connection = RawConnection.open(target)) {
            assertThat(RawWebSocket.ask(connection, PATH, target.token().orElseThrow(), PROTOCOL)
                            .head()
                            .status())
                    .isEqualTo(401);
        }
    }

    @TestFactory
    Stream<DynamicTest> liesEndTheSession() {
        Map<String, Consumer<RawWebSocket>> lies = new LinkedHashMap<>();
        byte[] noise = new byte[10_000];
        new Random(3).nextBytes(noise);
        lies.put("a text message", socket -> socket.send(RawWebSocket.TEXT, "hello".getBytes(StandardCharsets.UTF_8)));
        lies.put("noise", socket -> socket.send(RawWebSocket.BINARY, noise));
        lies.put("a message of an exabyte", socket -> socket.send(RawWebSocket.BINARY, 1L << 60, new byte[100]));
        lies.put("a message of 16 MiB", socket -> socket.send(RawWebSocket.BINARY, new byte[16 << 20]));
        lies.put(
                "a frame longer than its packet",
                socket -> socket.send(
                        RawWebSocket.BINARY, new byte[] {0x0a, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 1, 2}));
        lies.put(
                "a length that overflows",
                socket -> socket.send(RawWebSocket.BINARY, new byte[] {0x0a, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}));
        lies.put("data for a stream that was never opened", socket -> send(socket, data(2, 10)));
        lies.put("data for a stream of its own that was never opened", socket -> send(socket, data(4711, 10)));
        lies.put(
                "an end for a stream that was never opened",
                socket -> send(socket, Frame.newBuilder().setStream(4242).setEnd(End.getDefaultInstance())));
        lies.put("a second hello", socket -> send(socket, hello()));
        lies.put(
                "credit on the carrier itself",
                socket -> send(socket, Frame.newBuilder().setStream(0).setCredit(7)));
        return lies.entrySet().stream()
                .flatMap(lie -> Stream.of(
                        DynamicTest.dynamicTest(lie.getKey() + ", instead of Hello", () -> {
                            try (RawWebSocket socket = connect()) {
                                if (!lie.getKey().equals("a second hello")) {
                                    assertEnds(socket, lie.getValue());
                                }
                            }
                        }),
                        DynamicTest.dynamicTest(lie.getKey() + ", after Welcome", () -> {
                            try (RawWebSocket socket = welcomed()) {
                                assertEnds(socket, lie.getValue());
                            }
                        })));
    }

    private static void assertEnds(RawWebSocket socket, Consumer<RawWebSocket> lie) {
        try {
            lie.accept(socket);
        } catch (UncheckedIOException e) {
            // The gateway did not wait for the end of it.
        }
        assertThat(socket.closesWithin(SOON)).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> liesInAnAnswerFailThatRequestWithAnError() {
        Map<String, Consumer<Answering>> lies = new LinkedHashMap<>();
        lies.put("a status of 7", answering -> answering.say(head(7)));
        lies.put("a switch of protocols that nobody asked for", answering -> answering.say(head(101)));
        lies.put("data before the head", answering -> answering.say(data(answering.stream(), 10)));
        lies.put("two heads", answering -> answering.say(head(200), head(200)));
        lies.put("a header with a line break", answering -> answering.say(header("X-A", "b\r\nSet-Cookie: c=d")));
        lies.put("a header name with a space", answering -> answering.say(header("X A", "b")));
        lies.put("more data than was granted", answering -> {
            answering.say(head(200));
            for (int i = 0; i < 3_000; i++) {
                answering.say(data(answering.stream(), 32_000));
            }
        });
        lies.put(
                "a body longer than its length",
                answering -> answering.say(
                        header("Content-Length", "3"),
                        data(answering.stream(), 10),
                        Frame.newBuilder().setEnd(End.getDefaultInstance())));
        lies.put("a length that is none", answering -> answering.say(header("Content-Length", "3, 4")));
        lies.put(
                "a body shorter than its length",
                answering -> answering.say(
                        header("Content-Length", "100"),
                        data(answering.stream(), 10),
                        Frame.newBuilder().setEnd(End.getDefaultInstance())));
        return lies.entrySet().stream()
                .map(lie -> DynamicTest.dynamicTest(lie.getKey(), () -> answerWith(lie.getKey(), lie.getValue())));
    }

    private void answerWith(String name, Consumer<Answering> lie) throws Exception {
        try (RawWebSocket socket = welcomed()) {
            CompletableFuture<RawResponse> caller = CompletableFuture.supplyAsync(() -> RawConnection.exchange(
                    target.withPrefix("/clusters/" + Installation.LIAR), RawRequest.get("/version")));
            int stream = opened(socket);
            try {
                lie.accept(new Answering(socket, stream));
            } catch (UncheckedIOException e) {
                // The gateway may have closed in the middle of it.
            }
            RawResponse answer;
            try {
                answer = caller.get(30, TimeUnit.SECONDS);
            } catch (java.util.concurrent.ExecutionException e) {
                // Broken before a head: no lie was passed on.
                return;
            }
            assertThat(answer.all("set-cookie")).as(name).isEmpty();
            boolean broken = answer.end() == dev.culvert.system.wire.BodyEnd.BROKEN;
            assertThat(broken || (answer.isStatusObject(answer.status()) && answer.status() >= 500))
                    .as(name + " " + answer)
                    .isTrue();
        }
    }

    /** Waits until the gateway opens a stream; answers its number. */
    private static int opened(RawWebSocket socket) throws IOException {
        while (true) {
            Optional<byte[]> message = socket.receive(SOON);
            if (message.isEmpty()) {
                throw new AssertionError("the gateway closed before it opened a stream");
            }
            for (Frame frame : Packet.parseFrom(message.get()).getFramesList()) {
                if (frame.hasOpen()) {
                    return frame.getStream();
                }
            }
        }
    }

    private RawWebSocket connect() {
        String token = rig.installation().otherAgentToken(Installation.LIAR);
        return RawWebSocket.open(target, PATH, token, PROTOCOL);
    }

    private RawWebSocket welcomed() throws IOException {
        RawWebSocket socket = connect();
        send(socket, hello());
        byte[] answer = socket.receive(SOON).orElseThrow();
        assertThat(Packet.parseFrom(answer).getFrames(0).hasWelcome())
                .as("Welcome comes first")
                .isTrue();
        return socket;
    }

    private static Frame.Builder hello() {
        byte[] session = new byte[16];
        new Random().nextBytes(session);
        return Frame.newBuilder()
                .setHello(Hello.newBuilder()
                        .addVersions(1)
                        .setSession(ByteString.copyFrom(session))
                        .setSoftware("liar/1")
                        .setLimits(Limits.newBuilder().setMaxStreams(100)));
    }

    private static Frame.Builder head(int status) {
        return Frame.newBuilder().setResponseHead(ResponseHead.newBuilder().setStatus(status));
    }

    private static Frame.Builder header(String name, String value) {
        return Frame.newBuilder()
                .setResponseHead(ResponseHead.newBuilder()
                        .setStatus(200)
                        .addHeaders(dev.culvert.tunnel.v1.Header.newBuilder()
                                .setName(name)
                                .setValue(ByteString.copyFromUtf8(value))));
    }

    private static Frame.Builder data(int stream, int bytes) {
        return Frame.newBuilder().setStream(stream).setData(ByteString.copyFrom(new byte[bytes]));
    }

    private static void send(RawWebSocket socket, Frame.Builder... frames) {
        Packet.Builder packet = Packet.newBuilder();
        for (Frame.Builder frame : frames) {
            packet.addFrames(frame);
        }
        socket.send(RawWebSocket.BINARY, packet.build().toByteArray());
    }

    /** The liar's side of one exchange. */
    private record Answering(RawWebSocket socket, int stream) {

        void say(Frame.Builder... frames) {
            for (Frame.Builder frame : frames) {
                frame.setStream(stream);
            }
            send(socket, frames);
        }
    }
}
