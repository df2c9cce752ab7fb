package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A request goes to the one API server of the cluster that its address names, or nowhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DestinationIT {

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @AfterAll
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example/api",
                "//evil.example:443//api",
                "/@evil.example/api",
                "/:443/api",
                "/?@evil.example/api",
                "/https://evil.example/api",
                "/api/v1/namespaces/n/pods/http:evil.example:80/proxy/"
            })
    void aTargetThatLooksLikeAHostIsAPath(String path) {
        assertThat(RawConnection.exchange(target, RawRequest.get(path)).status())
                .isEqualTo(200);
        assertThat(rig.last().requestLine()).isEqualTo("GET " + path + " HTTP/1.1");
        assertThat(rig.last().headerLines()).contains("Host: " + rig.upstreamAuthority());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Server: evil.example",
                "X-Forwarded-Client-Cert: Subject=\"CN=system:admin\"",
                "Forwarded: host=evil.example;for=1.2.3.4",
                "X-Real-IP: 1.2.3.4",
                "X-Remote-User: root\r\nX-REMOTE-GROUP: system:masters\r\nx-remote-extra-scopes: all"
            })
    void whatAProxyWouldSayIsNotPassedOn(String lines) {
        RawRequest request = RawRequest.get("/api").header(lines).header("X-Kept: yes");
        assertThat(RawConnection.exchange(target, request).status()).isEqualTo(200);
        assertThat(rig.last().headerLines())
                .containsExactly(
                        "Host: " + rig.upstreamAuthority(),
                        "Connection: close",
                        "X-Kept: yes",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    /** Some servers let these speak for the request line; to this one they are lines as any other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-HTTP-Method-Override: DELETE",
                "X-Original-URL: /clusters/other/api",
                "X-Rewrite-URL: /clusters/other/api",
                "X-Forwarded-Prefix: /clusters/other"
            })
    void noHeaderChangesTheRequestLine(String line) {
        assertThat(RawConnection.exchange(target, RawRequest.get("/api").header(line))
                        .status())
                .isEqualTo(200);
        assertThat(rig.last().requestLine()).isEqualTo("GET /api HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/version",
                "/healthz",
                "/livez",
                "/readyz",
                "/metrics",
                "/api",
                "/apis",
                "/openapi/v2",
                "/openid/v1/jwks"
            })
    void nobodyIsServedWithoutACredential(String path) {
        int before = rig.connections();
        RawResponse answer = RawConnection.exchange(target.withoutToken(), RawRequest.get(path));
        assertThat(answer.isStatusObject(401)).as(answer.toString()).isTrue();
        assertThat(answer.first("www-authenticate").orElse("")).startsWith("Bearer ");
        assertThat(rig.connections()).isEqualTo(before);
    }

    /** What a chunk has beside its bytes ends here, and so does what may be understood in two ways. */
    @Test
    void anExtensionOfAChunkGoesNoFurther() {
        RawRequest upload = RawRequest.request("POST", "/api").header("Transfer-Encoding: chunked");
        String body = "2;name=value\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n";
        RawRequest whole = new RawRequest(
                upload.method(), upload.path(), upload.headers(), body.getBytes(StandardCharsets.US_ASCII));
        assertThat(RawConnection.exchange(target, whole).status()).isEqualTo(200);
        assertThat(rig.last().text()).endsWith("\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    }
}
