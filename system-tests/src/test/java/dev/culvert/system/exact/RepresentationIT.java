package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.BodyEnd;
import dev.culvert.system.wire.RawBody;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which representation is asked for, and which comes: the gateway has no opinion. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepresentationIT {

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: application/vnd.kubernetes.protobuf",
                "accept: application/cbor",
                "Accept: application/json;as=Table;v=v1;g=meta.k8s.io",
                "Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList;profile=nopeer,application/json",
                "Accept: application/com.github.proto-openapi.spec.v2@v1.0+protobuf",
                "Accept: application/json\r\nAccept: */*;q=0.1",
                "Content-Type: application/apply-patch+yaml",
                "Content-Type: application/strategic-merge-patch+json",
                "Content-Type: application/json-patch+json ; charset=UTF-8",
                "Accept-Encoding: gzip",
                "Accept-Encoding: gzip;q=0, identity",
                "If-None-Match: W/\"a\", \"b\"",
                "Audit-Id: 8d7c1a90-0000-4000-8000-000000000000",
                "User-Agent: kube-apiserver/v1.37 (linux/amd64)",
                "Kubectl-Command: kubectl get\r\nKubectl-Session: 1f0c",
                "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "X-Unheard-Of: yes"
            })
    void whatIsAskedForArrivesAndNothingIsAdded(String lines) {
        assertThat(send(RawRequest.get("/api/v1/pods").header(lines)).status()).isEqualTo(200);
        String arrived = String.join("\r\n", rig.last().headerLines());
        assertThat(arrived)
                .isEqualTo("Host: " + rig.upstreamAuthority() + "\r\nConnection: close\r\n" + lines
                        + "\r\nAuthorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: application/json;stream=watch",
                "Content-Type: application/vnd.kubernetes.protobuf;stream=watch",
                "content-type: application/cbor-seq",
                "Content-Type: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
                "X-No-Type: at all",
                "ETag: \"e\"\r\nVary: Accept\r\nVary: Accept-Encoding\r\nCache-Control: public",
                "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nServer: s\r\nX-Content-Type-Options: nosniff",
                "Strict-Transport-Security: max-age=1\r\nX-Kubernetes-PF-PriorityLevel-UID: p",
                "Retry-After: 7\r\nX-Kubernetes-PF-FlowSchema-UID: f"
            })
    void whatTheAnswerSaysOfItselfComesAndNothingIsAdded(String lines) {
        RawResponse answer = answerTo("/api", "HTTP/1.1 200 OK\r\n" + lines + "\r\nContent-Length: 2\r\n\r\n{}");
        assertThat(String.join("\r\n", answer.head().lines())).isEqualTo(lines + "\r\nContent-Length: 2");
    }

    /** One member for each event, as the API server writes a compressed watch: whoever unpacks stops after the first. */
    @Test
    void aCompressedWatchComesMemberByMemberAsItWasPacked() throws IOException {
        byte[] first = gzip("{\"type\":\"ADDED\"}\n");
        byte[] second = gzip("{\"type\":\"DELETED\"}\n");
        CountDownLatch seen = new CountDownLatch(1);
        rig.next(Script.of(
                Step.readRequest(),
                Step.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nVary: Accept-Encoding\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n"),
                Step.send(chunk(first)),
                Step.await(seen),
                Step.send(chunk(second)),
                Step.send("0\r\n\r\n")));
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body = connection
                    .send(RawRequest.get("/api/v1/pods?watch=1").header("Accept-Encoding: gzip"))
                    .begin();
            assertThat(body.head().all("content-encoding")).containsExactly("gzip");
            assertThat(body.head().all("vary")).containsExactly("Accept-Encoding");
            assertThat(take(body, first.length)).isEqualTo(first);
            seen.countDown();
            assertThat(take(body, second.length)).isEqualTo(second);
            assertThat(body.read(new byte[1])).isNegative();
            assertThat(body.end()).isEqualTo(BodyEnd.LAST_CHUNK);
        }
    }

    /** A length-prefixed event, cut where no text would be: nothing waits for a line to end. */
    @Test
    void aBinaryWatchIsRelayedByteByByte() {
        byte[] event = {0, 0, 0, 5, 'k', '8', 's', 0, (byte) 0xff};
        CountDownLatch seen = new CountDownLatch(1);
        rig.next(Script.of(
                Step.readRequest(),
                Step.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Step.send(chunk(new byte[] {event[0], event[1], event[2]})),
                Step.await(seen),
                Step.send(chunk(new byte[] {event[3], event[4], event[5], event[6], event[7], event[8]})),
                Step.send("0\r\n\r\n")));
        try (RawConnection connection = RawConnection.open(target)) {
            RawBody body =
                    connection.send(RawRequest.get("/api/v1/pods?watch=1")).begin();
            byte[] start = take(body, 3);
            seen.countDown();
            byte[] rest = take(body, 6);
            assertThat(start).containsExactly(event[0], event[1], event[2]);
            assertThat(rest).containsExactly(event[3], event[4], event[5], event[6], event[7], event[8]);
        }
    }

    @Test
    void anErrorWithinAWatchStaysWithinIt() {
        String event = "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\"}}\n";
        RawResponse answer = answerTo("/api/v1/pods?watch=1&resourceVersion=1", Script.ok(event));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a href=\"/api/v1/namespaces/n/services/web/proxy/x\">x</a><base href='/'>",
                "{\"paths\":{\"api/v1\":{\"serverRelativeURL\":\"/openapi/v3/api/v1?hash=A\"}}}",
                "{\"kind\":\"APIVersions\",\"serverAddressByClientCIDRs\":[{\"serverAddress\":\"10.0.0.1:6443\"}]}",
                "{\"metadata\":{\"selfLink\":\"/api/v1/pods\"}}"
            })
    void addressesInABodyStayAsTheyAre(String body) {
        assertThat(answerTo("/openapi/v3", Script.ok(body)).text()).isEqualTo(body);
    }

    @Test
    void nothingIsCached() {
        int before = rig.connections();
        for (String tag : List.of("a", "b")) {
            RawResponse answer = answerTo(
                    "/apis",
                    "HTTP/1.1 200 OK\r\nETag: \"" + tag + "\"\r\nCache-Control: public, max-age=3600\r\n"
                            + "Content-Length: 1\r\n\r\n" + tag);
            assertThat(answer.all("etag")).containsExactly("\"" + tag + "\"");
            assertThat(answer.text()).isEqualTo(tag);
        }
        assertThat(rig.connections()).isEqualTo(before + 2);
    }

    /** Clients that show nothing else of an error show its phrase; over HTTP/2 the API server sends none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "201 Created",
                "202 Accepted",
                "400 Bad Request",
                "403 Forbidden",
                "404 Not Found",
                "405 Method Not Allowed",
                "406 Not Acceptable",
                "409 Conflict",
                "410 Gone",
                "413 Request Entity Too Large",
                "415 Unsupported Media Type",
                "422 Unprocessable Entity",
                "429 Too Many Requests",
                "500 Internal Server Error",
                "503 Service Unavailable",
                "504 Gateway Timeout"
            })
    void theUsualPhraseStandsBesideTheCode(String status) {
        RawResponse answer = answerTo("/api", "HTTP/1.1 " + status.substring(0, 3) + " x\r\nContent-Length: 0\r\n\r\n");
        assertThat(answer.head().statusLine()).isEqualTo("HTTP/1.1 " + status);
    }

    private RawResponse answerTo(String path, String text) {
        rig.next(Script.reply(text));
        return send(RawRequest.get(path));
    }

    private RawResponse send(RawRequest request) {
        return RawConnection.exchange(target, request);
    }

    private static byte[] take(RawBody body, int count) {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        byte[] piece = new byte[count];
        while (taken.size() < count) {
            int n = body.read(piece);
            assertThat(n).isPositive();
            taken.write(piece, 0, n);
        }
        return taken.toByteArray();
    }

    private static byte[] chunk(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(bytes);
        out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }
}
