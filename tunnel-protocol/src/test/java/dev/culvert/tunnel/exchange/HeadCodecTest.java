package dev.culvert.tunnel.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import dev.culvert.tunnel.v1.HttpRequest;
import dev.culvert.tunnel.v1.Open;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadCodecTest {
    private final Random random = new Random(5);

    @Test
    void requestsAreTheSameToTheGeneratedCode() throws Exception {
        for (int round = 0; round < 300; round++) {
            RequestHead head = randomRequest();
            Buffer encoded = HeadCodec.encode(head);
            assertThat(HeadCodec.decodeOpen(encoded)).isEqualTo(head);
            assertThat(generated(Open.parseFrom(encoded.getBytes()))).isEqualTo(head);
            byte[] reference = generated(head).toByteArray();
            assertThat(HeadCodec.decodeOpen(Buffer.buffer(reference))).isEqualTo(head);
        }
    }

    @Test
    void responsesAreTheSameToTheGeneratedCode() throws Exception {
        for (int round = 0; round < 300; round++) {
            ResponseHead head = new ResponseHead(200 + random.nextInt(400), randomHeaders());
            Buffer encoded = HeadCodec.encode(head);
            assertThat(HeadCodec.decodeResponse(encoded)).isEqualTo(head);
            dev.culvert.tunnel.v1.ResponseHead reference =
                    dev.culvert.tunnel.v1.ResponseHead.parseFrom(encoded.getBytes());
            assertThat(reference.getStatus()).isEqualTo(head.status());
            assertThat(reference.getHeadersCount()).isEqualTo(head.headers().size());
        }
    }

    @Test
    void everyTruncationAndEveryCorruptedByteIsRefusedOrReadLikeTheGeneratedCode() {
        for (int round = 0; round < 5; round++) {
            byte[] whole = HeadCodec.encode(randomRequest()).getBytes();
            for (int at = 0; at < whole.length; at++) {
                compare(java.util.Arrays.copyOf(whole, at));
                for (int bit = 0; bit < 8; bit++) {
                    byte[] corrupted = whole.clone();
                    corrupted[at] ^= (byte) (1 << bit);
                    compare(corrupted);
                }
            }
        }
    }

    private void compare(byte[] bytes) {
        RequestHead head;
        try {
            head = HeadCodec.decodeOpen(Buffer.buffer(bytes));
        } catch (ProtocolViolationException e) {
            return; // Stricter than the reference is allowed: the syntax of HTTP is checked too.
        }
        try {
            Open reference = Open.parseFrom(bytes);
            if (head == null) {
                assertThat(reference.hasHttp()).isFalse();
            } else {
                assertThat(head).isEqualTo(generated(reference));
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("read what the reference refuses", e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET ", "G\rT", "GET\n", "G{T", "G\u00e9T"})
    void methodsThatAreNoTokensAreRefused(String method) {
        refused(HttpRequest.newBuilder().setMethod(method).setTarget(latin1("/")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "api", "http://evil/", "*", "/a b", "/a\r\nX: y", "/a\u0000", "/\u007f"})
    void targetsThatCouldSplitARequestAreRefused(String target) {
        refused(HttpRequest.newBuilder().setMethod("GET").setTarget(latin1(target)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "A:", "A\n", "Impersonate-User\u0000"})
    void headerNamesThatAreNoTokensAreRefused(String name) {
        refused(HttpRequest.newBuilder()
                .setMethod("GET")
                .setTarget(latin1("/"))
                .addHeaders(dev.culvert.tunnel.v1.Header.newBuilder().setName(name)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nImpersonate-Group: system:masters", "a\nb", "\u0000", "a\u007f"})
    void headerValuesThatCouldSplitAHeaderAreRefused(String value) {
        refused(HttpRequest.newBuilder()
                .setMethod("GET")
                .setTarget(latin1("/"))
                .addHeaders(
                        dev.culvert.tunnel.v1.Header.newBuilder().setName("X").setValue(latin1(value))));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 102, 199, 1000})
    void statusesThatAreNoFinalAnswerAreRefused(int status) {
        byte[] wire = dev.culvert.tunnel.v1.ResponseHead.newBuilder()
                .setStatus(status)
                .build()
                .toByteArray();
        assertThatThrownBy(() -> HeadCodec.decodeResponse(Buffer.buffer(wire)))
                .isInstanceOf(ProtocolViolationException.class);
    }

    @Test
    void aKindOfStreamThatIsNotKnownIsToldApart() {
        byte[] wire = Open.newBuilder().setRequestId("x").build().toByteArray();
        assertThat(HeadCodec.decodeOpen(Buffer.buffer(wire))).isNull();
    }

    @Test
    void headsDoNotShowSecrets() {
        RequestHead head = new RequestHead(
                "GET", "/x?token=secret", List.of(new Header("Authorization", "secret")), false, "", "r");
        assertThat(head.toString()).doesNotContain("secret");
        assertThat(head.headers().toString()).doesNotContain("secret");
    }

    private static void refused(HttpRequest.Builder request) {
        byte[] wire = Open.newBuilder().setHttp(request).build().toByteArray();
        assertThatThrownBy(() -> HeadCodec.decodeOpen(Buffer.buffer(wire)))
                .isInstanceOf(ProtocolViolationException.class);
    }

    private RequestHead randomRequest() {
        String upgrade = random.nextBoolean() ? "" : "SPDY/3.1";
        return new RequestHead(
                List.of("GET", "POST", "PATCH").get(random.nextInt(3)),
                "/x" + "%2F\u00ff".repeat(random.nextInt(20)),
                randomHeaders(),
                random.nextBoolean(),
                upgrade,
                "r" + random.nextInt());
    }

    private List<Header> randomHeaders() {
        List<Header> headers = new ArrayList<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            headers.add(new Header("X-" + random.nextInt(3), "v\u00e9".repeat(random.nextInt(30))));
        }
        return headers;
    }

    private static RequestHead generated(Open open) {
        HttpRequest http = open.getHttp();
        List<Header> headers = http.getHeadersList().stream()
                .map(header -> new Header(header.getName(), header.getValue().toString(StandardCharsets.ISO_8859_1)))
                .toList();
        return new RequestHead(
                http.getMethod(),
                http.getTarget().toString(StandardCharsets.ISO_8859_1),
                headers,
                http.getBody(),
                http.getUpgrade(),
                open.getRequestId());
    }

    private static Open generated(RequestHead head) {
        HttpRequest.Builder http = HttpRequest.newBuilder()
                .setMethod(head.method())
                .setTarget(latin1(head.target()))
                .setBody(head.body())
                .setUpgrade(head.upgrade());
        head.headers()
                .forEach(header -> http.addHeaders(dev.culvert.tunnel.v1.Header.newBuilder()
                        .setName(header.name())
                        .setValue(latin1(header.value()))));
        return Open.newBuilder().setRequestId(head.requestId()).setHttp(http).build();
    }

    private static ByteString latin1(String text) {
        return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
    }
}
