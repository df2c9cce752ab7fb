package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawHttp2;
import dev.culvert.system.wire.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** At their most talkative, gateway and agent keep secrets to themselves; and nobody makes them talk who is nobody's caller. */
final class LogsIT {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String PATH = "/api/v1/namespaces/n/secrets";

    @Test
    void noCredentialBodyOrQueryIsLogged() {
        try (EchoRig rig = EchoRig.start(Map.of("CULVERT_LOG_LEVEL", "TRACE"))) {
            Target target = rig.target();
            String token = target.token().orElseThrow();
            String encoded =
                    Base64.getUrlEncoder().withoutPadding().encodeToString(token.getBytes(StandardCharsets.US_ASCII));

            exchange(target, RawRequest.get(PATH + "?token=" + token + "&x=secret-of-a-query"));
            exchange(target.withoutToken(), RawRequest.get(PATH + "?access_token=" + token));
            exchange(target.withToken(token + "wrong"), RawRequest.get(PATH).header("Cookie: a=secret-of-a-cookie"));
            exchange(target, RawRequest.get(PATH).header("Authorization: Bearer second-secret-token"));
            exchange(target, RawRequest.request("POST", PATH).body("application/json", "{\"secret-of-a-body\":1}"));
            exchange(target, RawRequest.get(PATH).header("X-Vault-Token: secret-of-a-header"));
            rig.next(Script.reply(Script.ok("{\"secret-of-an-answer\":1}")));
            exchange(target, RawRequest.get(PATH));
            rig.next(Script.of(Step.readRequest(), Step.cut()));
            exchange(target, RawRequest.get(PATH + "?x=secret-of-a-query"));
            exchange(target.withoutToken(), webSocket("a, base64url.bearer.authorization.k8s.io." + encoded));
            exchange(target.withoutToken(), webSocket("base64url.bearer.authorization.k8s.io." + encoded));

            assertThat(rig.logs()).contains(" DEBUG ");
            assertThat(List.of(token, encoded, EchoRig.AGENT_CREDENTIAL, "second-secret-token", "secret-of-"))
                    .allSatisfy(secret -> assertThat(rig.logs()).doesNotContain(secret));
            assertThat(rig.commandLines()).contains("gateway.jar").contains("cluster-proxy.jar");
            assertThat(rig.secrets()).contains(token).allSatisfy(secret -> assertThat(rig.commandLines())
                    .doesNotContain(secret));
        }
    }

    @Test
    void whatStrangersDoToTheirConnectionsIsNoWarning() {
        try (EchoRig rig = EchoRig.start()) {
            Target target = rig.target().withoutToken();
            RawHttp2.openWith(target, ascii("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            RawHttp2.openWith(target, ascii(PREFACE + "no settings"));
            try (RawHttp2 connection = RawHttp2.open(target)) {
                connection.send(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, new byte[] {-1, -1, -1, -1});
                connection.awaitClose();
            }
            try (RawHttp2 connection = RawHttp2.open(target)) {
                connection.send(RawHttp2.DATA, RawHttp2.END_STREAM, 5, new byte[1]);
                connection.awaitClose();
            }
            try (RawConnection connection = RawConnection.open(target)) {
                connection.send(ascii("GET /api HTTP/1.1\r\nHost: loc"));
            }
            try (RawConnection connection = RawConnection.open(target)) {
                connection.send(ascii("nonsense\r\n\r\n"));
                assertThat(connection.read().status()).isEqualTo(400);
            }

            assertThat(rig.gatewayLog()).contains(" INFO ").doesNotContain(" WARN ", " ERROR ", "Exception");
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static RawRequest webSocket(String protocols) {
        return RawRequest.get(PATH)
                .header("Connection: Upgrade")
                .header("Upgrade: websocket")
                .header("Sec-WebSocket-Protocol: " + protocols);
    }

    private static void exchange(Target target, RawRequest request) {
        assertThat(RawConnection.exchange(target, request).status()).isBetween(200, 504);
    }
}
