package dev.culvert.system.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** One kind of carrier is enough: nothing here gets as far as a tunnel. */
@SystemTest
final class BadCallerST {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final Rig rig = Rigs.of(CarrierKind.GRPC);
    private final Target target = rig.target();

    @BeforeEach
    void needsAGateway() {
        Assumptions.assumeFalse(rig.isLoopback(), "there is no gateway");
    }

    @AfterEach
    void othersAreServed() {
        assertThat(RawConnection.exchange(target, RawRequest.get("/version")).status())
                .isEqualTo(200);
    }

    @Test
    void anUnknownClusterIsForbiddenAndNotAbsent() {
        for (String prefix :
                List.of("/clusters/no-such-cluster", "/clusters/api", "/clusters/UPPER", "/clusters/a_b")) {
            RawResponse answer = RawConnection.exchange(target.withPrefix(prefix), RawRequest.get("/api/v1/pods"));
            assertThat(answer.status()).as(prefix + " " + answer).isIn(400, 403);
            assertThat(answer.isStatusObject(answer.status()))
                    .as(answer.toString())
                    .isTrue();
        }
    }

    @Test
    void aClusterWhoseAgentNeverCameIsUnavailableAtOnce() {
        Target vacant = target.withPrefix("/clusters/" + Installation.VACANT);
        await().atMost(Duration.ofSeconds(40)).untilAsserted(() -> {
            long start = System.nanoTime();
            RawResponse answer = RawConnection.exchange(vacant, RawRequest.get("/version?timeout=32s"));
            assertThat(answer.isStatusObject(503)).as(answer.toString()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        });
    }

    @TestFactory
    Stream<DynamicTest> badCredentialsAreUnauthorized() {
        String good = target.token().orElseThrow();
        return Stream.of(
                        "Authorization: Bearer a-wrong-token-8d1f",
                        "Authorization: Bearer",
                        "Authorization: Basic " + "dXNlcjpwYXNz",
                        "Authorization: Bearer " + good + "x",
                        "Authorization: Bearer " + rig.installation().otherAgentToken(Installation.LIAR),
                        "X-Nothing: none",
                        "Cookie: token=" + good,
                        "X-Forwarded-Access-Token: " + good)
                .map(line -> DynamicTest.dynamicTest(line.substring(0, 14) + " " + line.length(), () -> {
                    RawResponse answer = anonymous("GET " + target.prefix() + "/api/v1/pods?token=" + good, line);
                    assertThat(answer.isStatusObject(401)).as(answer.toString()).isTrue();
                    assertThat(answer.first("cache-control").orElse("")).contains("no-");
                    assertThat(answer.text()).doesNotContain(good).doesNotContain("8d1f");
                }));
    }

    @Test
    void theSchemeOfACredentialIsCaseInsensitive() {
        for (String scheme : List.of("bearer", "BEARER", "Bearer")) {
            RawResponse answer = anonymous(
                    "GET " + target.prefix() + "/version",
                    "authorization: " + scheme + " " + target.token().orElseThrow());
            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @TestFactory
    Stream<DynamicTest> identitiesOfTheCallersOwnMakingAreRefused() {
        return Stream.of(
                        "Impersonate-User: system:admin",
                        "impersonate-group: system:masters",
                        "IMPERSONATE-UID: 1",
                        "Impersonate-Extra-Scopes: all")
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    RawResponse answer = RawConnection.exchange(
                            target, RawRequest.get("/api/v1/pods").header(line));
                    assertThat(answer.isStatusObject(403)).as(answer.toString()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotHttpIsRefusedAndTheConnectionClosed() {
        String head =
                "Host: localhost\r\nAuthorization: Bearer " + target.token().orElseThrow() + "\r\n";
        String start = " " + target.prefix() + "/api/v1/namespaces/default/configmaps HTTP/1.1\r\n" + head;
        String smuggled = "GET " + target.prefix() + "/version HTTP/1.1\r\n" + head + "\r\n";
        return Stream.of(
                        "GARBAGE\r\n\r\n",
                        "GET /a b HTTP/1.1\r\n" + head + "\r\n",
                        "GET / HTTP/9.9\r\n" + head + "\r\n",
                        "G\u0001T" + start + "\r\n",
                        "GET" + start + "No colon here\r\n\r\n",
                        "GET" + start + "X-Nul: a\u0000b\r\n\r\n",
                        "GET" + start + "X-Space : a\r\n\r\n",
                        "GET" + start + "Host: other\r\n\r\n",
                        "GET" + start + "X-Fold: a\r\n b\r\n\r\n",
                        "POST" + start + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
                        "POST" + start + "Content-Length: -1\r\n\r\n",
                        "POST" + start + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "POST" + start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")
                .map(text -> DynamicTest.dynamicTest(
                        text.replaceAll("Bearer [^\r]+", "...").replaceAll("\\p{Cntrl}+", " "), () -> {
                            try (RawConnection connection = RawConnection.open(target)) {
                                connection.send((text + smuggled).getBytes(StandardCharsets.ISO_8859_1));
                                RawResponse answer = connection.read();
                                assertThat(answer.status())
                                        .as(answer.toString())
                                        .isBetween(400, 505);
                                assertThat(answer.isStatusObject(answer.status()))
                                        .as(answer.toString())
                                        .isTrue();
                                assertThat(connection.closesWithin(SOON))
                                        .as("closed, and nothing behind it served")
                                        .isTrue();
                            }
                        }));
    }

    @Test
    void aBodyThatIsNotInChunksEndsTheConnection() {
        try (RawConnection connection = RawConnection.open(target)) {
            connection.send(("POST " + target.prefix() + "/api/v1/namespaces/default/configmaps HTTP/1.1\r\n"
                            + "Host: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                            + "Authorization: Bearer " + target.token().orElseThrow() + "\r\n\r\nzz\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            // The head is on its way already: an answer may come or not, the connection serves nothing more.
            assertThat(connection.closesWithin(SOON)).isTrue();
        }
    }

    @Test
    void longHeadsAreTakenAndOnesTooLongRefusedWithAStatus() {
        String long60 = "x".repeat(60_000);
        assertThat(RawConnection.exchange(target, RawRequest.get("/version").header("X-Long: " + long60))
                        .status())
                .isEqualTo(200);
        assertThat(RawConnection.exchange(target, RawRequest.get("/version?x=" + long60))
                        .status())
                .isEqualTo(200);
        RawResponse headers = tooLong(RawRequest.get("/version").header("X-Long: " + "x".repeat(2_500_000)));
        assertThat(headers.isStatusObject(431)).as(headers.toString()).isTrue();
        RawResponse line = tooLong(RawRequest.get("/version?x=" + "x".repeat(2_500_000)));
        assertThat(line.isStatusObject(414)).as(line.toString()).isTrue();
    }

    @Test
    void theMethodsOfProxiesAreNotAllowed() {
        for (String line : List.of(
                "CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443",
                "TRACE " + target.prefix() + "/version HTTP/1.1\r\nHost: localhost")) {
            try (RawConnection connection = RawConnection.open(target)) {
                connection.send(
                        (line + "\r\nAuthorization: Bearer " + target.token().orElseThrow() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                RawResponse answer = connection.read();
                assertThat(answer.isStatusObject(405)).as(answer.toString()).isTrue();
            }
        }
    }

    @Test
    void dotSegmentsDoNotLeadOutOfACluster() {
        for (String dots : List.of("/../", "/%2e%2e/", "/..%2f", "/%2e./", "/..;/", "/./../")) {
            Target vacant = target.withPrefix("/clusters/" + Installation.VACANT);
            RawResponse answer = RawConnection.exchange(vacant, RawRequest.get(dots + Rig.CLUSTER + "/version"));
            assertThat(answer.status()).as(dots + " " + answer).isIn(400, 403, 503);
        }
    }

    @Test
    void garbageOnThePortDisturbsNobody() throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 50; i++) {
            byte[] garbage = new byte[1 + random.nextInt(4_000)];
            random.nextBytes(garbage);
            try (Socket socket = new Socket(target.host(), target.port())) {
                socket.setSoTimeout(200);
                socket.getOutputStream().write(garbage);
                if (i % 10 == 0) {
                    socket.getInputStream().readNBytes(100);
                }
            } catch (java.net.SocketException | java.net.SocketTimeoutException e) {
                // reset, or waiting for the rest of what might have been a record: both will do
            }
        }
        try (Socket socket = new Socket(target.host(), target.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(100), StandardCharsets.ISO_8859_1);
            assertThat(answer).doesNotContain(" 30").doesNotContain(" 200 ");
        } catch (java.net.SocketException e) {
            // reset
        }
    }

    private RawResponse tooLong(RawRequest request) {
        try (RawConnection connection = RawConnection.open(target)) {
            try {
                connection.send(request);
            } catch (UncheckedIOException e) {
                // The gateway may stop reading before all of it was sent; its answer is there nevertheless.
            }
            return connection.read();
        }
    }

    /** A request with that header line and no credential of its own. */
    private RawResponse anonymous(String start, String line) {
        try (RawConnection connection = RawConnection.open(target)) {
            connection.send((start + " HTTP/1.1\r\nHost: localhost\r\n" + line + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            return connection.read();
        }
    }
}
