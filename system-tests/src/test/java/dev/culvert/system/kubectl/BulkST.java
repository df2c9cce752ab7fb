package dev.culvert.system.kubectl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Resources;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Running;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Much at once, over one upgraded connection. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class BulkST {

    /** What kubectl cp moves in one direction. Both directions and both transports together move four times as much. */
    private static final int MEGABYTES = Integer.getInteger("culvert.system.copyMegabytes", 200);

    private static final Pattern FORWARDING = Pattern.compile("Forwarding from 127\\.0\\.0\\.1:([0-9]+)");

    private static Workload workload;
    private static Path original;
    private static String sum;

    private final Target target;

    BulkST(CarrierKind kind) {
        target = Rigs.of(kind).target();
    }

    @BeforeAll
    static void start() throws IOException {
        workload = Workload.create("bulk");
        workload.pod("store");
        workload.apply(Resources.text("/web.yaml"));
        workload.awaitReady("web");
        original = Scratch.file("original.bin");
        byte[] megabyte = new byte[1 << 20];
        Random random = new Random(1);
        try (OutputStream out = Files.newOutputStream(original)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(megabyte);
                out.write(megabyte);
            }
        }
        sum = sum(original);
    }

    @AfterAll
    static void stop() throws IOException {
        workload.close();
        Files.deleteIfExists(original);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copiesAreEqualInBothDirections(boolean websockets) throws IOException {
        Path back = Scratch.file("back.bin");
        long start = System.nanoTime();
        kubectl(websockets, "cp", original.toString(), "store:/tmp/copy.bin")
                .within(Duration.ofMinutes(4))
                .run()
                .orFail();
        long middle = System.nanoTime();
        assertThat(kubectl(true, "exec", "store", "--", "sha256sum", "/tmp/copy.bin")
                        .run()
                        .orFail()
                        .out())
                .startsWith(sum);
        long resumed = System.nanoTime();
        kubectl(websockets, "cp", "store:/tmp/copy.bin", back.toString())
                .within(Duration.ofMinutes(4))
                .run()
                .orFail();
        long end = System.nanoTime();
        assertThat(sum(back)).isEqualTo(sum);
        System.out.printf(
                "cp of %d MiB over %s, %s: in %.1f s, out %.1f s%n",
                MEGABYTES,
                target.name(),
                websockets ? "WebSocket" : "SPDY",
                (middle - start) / 1e9,
                (end - resumed) / 1e9);
        Files.delete(back);
        kubectl(true, "exec", "store", "--", "rm", "/tmp/copy.bin").run().orFail();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aForwardedPortServesManyConnectionsAndOutlivesOnesThatBreak(boolean websockets) throws IOException {
        try (Running forward = kubectl(websockets, "port-forward", "pod/web", ":8080")
                .env("KUBECTL_PORT_FORWARD_WEBSOCKETS", Boolean.toString(websockets))
                .start()) {
            forward.awaitOut("Forwarding from 127.0.0.1", Duration.ofSeconds(30));
            Matcher matcher = FORWARDING.matcher(forward.out());
            assertThat(matcher.find()).isTrue();
            int port = Integer.parseInt(matcher.group(1));

            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            List<CompletableFuture<HttpResponse<byte[]>>> answers = IntStream.range(0, 20)
                    .mapToObj(i -> client.sendAsync(
                            request(port, i % 2 == 0 ? "/index.html" : "/random.bin"),
                            HttpResponse.BodyHandlers.ofByteArray()))
                    .toList();
            for (int i = 0; i < answers.size(); i++) {
                HttpResponse<byte[]> answer = answers.get(i).join();
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).hasSize(i % 2 == 0 ? 6 : 3_000_000);
            }
            for (int i = 0; i < 10; i++) {
                try (Socket rude = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    rude.setSoLinger(true, 0);
                    rude.getOutputStream()
                            .write("GET /cgi-bin/zeros?100000000 HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    assertThat(rude.getInputStream().read()).isEqualTo('H');
                }
            }
            await("the forwarded port still answers")
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> client.send(request(port, "/index.html"), HttpResponse.BodyHandlers.ofString())
                            .body()
                            .equals("hello\n"));
            assertThat(forward.alive()).isTrue();
        }
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private Command kubectl(boolean websockets, String... arguments) {
        return target.kubectl("-n", workload.namespace())
                .with(arguments)
                .env("KUBECTL_REMOTE_COMMAND_WEBSOCKETS", Boolean.toString(websockets));
    }

    private static String sum(Path file) {
        return Command.of("sha256sum", file.toString()).run().orFail().out().substring(0, 64);
    }
}
