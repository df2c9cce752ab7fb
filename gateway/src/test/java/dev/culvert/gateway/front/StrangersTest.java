package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What strangers do to their connections is their affair, and no warning in the gateway's log: anybody could fill it. Nor does the
 * gateway keep a connection for them.
 */
class StrangersTest {
    private static final String STRANGERS_GET = "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static GatewayRig rig;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Logger ours = (Logger) LoggerFactory.getLogger("dev.culvert");
    private final Level level = ours.getLevel();
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeAll
    static void start() {
        rig = GatewayRig.start();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @BeforeEach
    void listen() {
        appender.list = events;
        appender.start();
        root.addAppender(appender);
        ours.setLevel(Level.DEBUG);
    }

    @AfterEach
    void othersAreServed() {
        ours.setLevel(level);
        root.detachAppender(appender);
        rig.cluster().answerOk();
        assertThat(rig.get("/clusters/c1/api").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "GET /clusters/c1/api HTTP/1.1\r\nHost: localhost\r\nAuthoriz"})
    void headsThatAreCutOff(String head) {
        try (RawClient client = rig.client()) {
            client.send(head);
        }
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(events)
                .anyMatch(event -> event.getFormattedMessage().equals("connection ended within a head")));
        assertThat(events).noneMatch(StrangersTest::isWarning);
    }

    @Test
    void whatIsNoTls() throws IOException {
        for (String bytes : List.of("", "\u0016\3\1\0\5hello", "\u0016\3\1\2\0\1\0\1\u00fc\3\3", "SSH-2.0-x\r\n")) {
            try (Socket socket = new Socket("localhost", rig.port())) {
                socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(rig.get("/healthz").status()).isPositive();
        assertThat(events).noneMatch(StrangersTest::isWarning);
    }

    @Test
    void whatCannotBeReadIsAnsweredInTheProtocolThatWasAgreedOn() {
        try (RawClient client = rig.client()) {
            String answer = client.send("Nonsense\r\n\r\n").readToEnd();
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .containsIgnoringCase("\r\nConnection: close\r\n")
                    .contains("the request is malformed");
        }
    }

    @Test
    void answersThatStrangersDoNotTakeAreGivenUp() {
        try (RawClient http1 = rig.client();
                RawClient http2 = RawClient.connect(rig.certificate().sslContext(), rig.port(), "h2")) {
            CompletableFuture<Void> broken =
                    CompletableFuture.runAsync(() -> sendUntilBroken(http1, STRANGERS_GET.repeat(1000)));
            http2.send(PREFACE
                    + frame(4, 0, 0, "\0\4\0\0\0\0")
                    + frame(1, 5, 1, "\u0082\u0087D\15/clusters/c1/A\11localhost"));
            readUntil(http2, "nosniff");
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> isBroken(http2, frame(6, 0, 0, "whatever")));
            assertThat(broken).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    private static void readUntil(RawClient client, String text) {
        StringBuilder all = new StringBuilder();
        while (all.indexOf(text) < 0) {
            all.append(client.readExactly(1));
        }
    }

    private static void sendUntilBroken(RawClient client, String bytes) {
        while (!isBroken(client, bytes)) {
            // It waits until there is room, and there is none when nothing is read.
        }
    }

    private static boolean isBroken(RawClient client, String bytes) {
        try {
            client.send(bytes);
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return "\0\0" + (char) payload.length() + (char) type + (char) flags + "\0\0\0" + (char) stream + payload;
    }

    private static boolean isWarning(ILoggingEvent event) {
        return event.getLevel().isGreaterOrEqual(Level.WARN);
    }
}
