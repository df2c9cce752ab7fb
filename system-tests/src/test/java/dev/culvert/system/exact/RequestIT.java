package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API server gets of a request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestIT {
    private static final String PODS = "/api/v1/namespaces/n/pods";

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();

    @BeforeAll
    void serves() {
        assertThat(send(target, RawRequest.get("/version")).text()).contains("Fallback");
    }

    @AfterAll
    void stop() {
        rig.close();
        assertThat(rig.logs())
                .doesNotContain(EchoRig.AGENT_CREDENTIAL)
                .doesNotContain(target.token().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/n/services/s:80/proxy/a%2Fb%3Fc//d?x=1;y=2&z=%zz&a+b=%20",
                "/api/v1/namespaces/n/services/s%3A9090/proxy/api%2fquery%3Fq=1",
                "/api/v1/namespaces/n/pods/p/proxy",
                "/api/v1/namespaces/n/pods/p/proxy/",
                "/api/v1/namespaces/n/pods/p/exec?command=a&command=b&command=&stdin",
                "/api/v1/./pods//x/%41%2e?",
                "//version",
                "/a%0d%0aX-Injected:%20b%00",
                "/?&&=&a=%C3%A9&b=\u00c3\u00a9",
                "/a/../b?c=/../../d",
                "/|\"<>^`{}~[]?|\"<>^`{}"
            })
    void theTargetArrivesByteForByte(String path) {
        assertThat(send(target, RawRequest.get(path)).status()).isEqualTo(200);
        assertThat(rig.last().requestLine()).isEqualTo("GET " + path + " HTTP/1.1");
    }

    @Test
    void aTargetOfNearlyAMegabyteAndFiveHundredLongHeadersArrive() {
        String path = "/version?labelSelector=" + "x".repeat(900_000);
        RawRequest request = RawRequest.get(path);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            lines.add("X-Line: " + i + "-" + "y".repeat(1_000));
            request = request.header(lines.get(i));
        }
        assertThat(send(target, request).status()).isEqualTo(200);
        assertThat(rig.last().requestLine()).isEqualTo("GET " + path + " HTTP/1.1");
        assertThat(lines("x-line")).isEqualTo(lines);
    }

    @Test
    void linesKeepOrderMultiplicityCaseAndBytesAndTheCallersCredentialsStayBehind() {
        RawRequest request = RawRequest.get(PODS)
                .header("Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json")
                .header("X-b: 2")
                .header("x-A: one")
                .header("X-B: 1")
                .header("x-a: t\tb, \u00c3\u00a9\u00ff")
                .header("X-Empty:")
                .header("Accept-Encoding: gzip;q=0.1")
                .header("Cookie: session=callers-cookie")
                .header("Proxy-Authorization: Bearer callers-proxy")
                .header("X-Remote-User: admin")
                .header("x-remote-group: system:masters")
                .header("X-Forwarded-For: 6.6.6.6")
                .header("Forwarded: for=6.6.6.6")
                .header("X-Real-IP: 6.6.6.6")
                .header("TE: trailers")
                .header("Keep-Alive: 5")
                .header("X-Named: of the hop")
                .header("Connection: close, X-Named")
                .header("User-Agent: kubectl/v1.32.0")
                .header("Audit-Id: my-id");
        assertThat(send(target, request).status()).isEqualTo(200);
        assertThat(rig.last().headerLines())
                .containsExactly(
                        "Host: " + rig.upstreamAuthority(),
                        "Connection: close",
                        "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
                        "X-b: 2",
                        "x-A: one",
                        "X-B: 1",
                        "x-a: t\tb, \u00c3\u00a9\u00ff",
                        "X-Empty: ",
                        "Accept-Encoding: gzip;q=0.1",
                        "User-Agent: kubectl/v1.32.0",
                        "Audit-Id: my-id",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    @Test
    void aCallerOfHerOwnIdentityHasItWhateverConnectionNames() {
        RawRequest request = RawRequest.get(PODS)
                .header("Connection: Impersonate-User, Impersonate-Group, Impersonate-Uid, Authorization, Host")
                .header("Connection: Impersonate-Extra-Example.com%2fScope, X-Remote-User")
                .header("X-Remote-User: admin")
                .header("X_Remote_User: admin");
        assertThat(send(rig.alice(), request).status()).isEqualTo(200);
        assertThat(rig.last().headerLines())
                .containsExactly(
                        "Host: " + rig.upstreamAuthority(),
                        "Connection: close",
                        "Impersonate-User: alice",
                        "Impersonate-Uid: u-17",
                        "Impersonate-Group: devs",
                        "Impersonate-Group: ops",
                        "Impersonate-Extra-example.com%2Fscope: a",
                        "Impersonate-Extra-example.com%2Fscope: b",
                        "Authorization: Bearer " + EchoRig.AGENT_CREDENTIAL);
    }

    @Test
    void aTokenOf32KibAndFiveHundredGroupsAreNotTooMuch() {
        assertThat(rig.crowd().token().orElseThrow()).hasSizeGreaterThan(32 << 10);
        assertThat(send(rig.crowd(), RawRequest.get(PODS)).status()).isEqualTo(200);
        assertThat(lines("impersonate-user")).containsExactly("Impersonate-User: crowd");
        assertThat(lines("impersonate-group"))
                .isEqualTo(EchoRig.crowdsGroups().stream()
                        .map(group -> "Impersonate-Group: " + group)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate-User: root",
                "impersonate-group: system:masters",
                "IMPERSONATE-UID: 1",
                "iMpErSoNaTe-Extra-x: y",
                "Impersonate_User: root",
                "Impersonate_Group: system:masters",
                "Impersonate-Something-New: x",
                "Impersonate-User:",
                "Connection: Impersonate-User\r\nImpersonate-User: root",
                "Impersonate-User: alice\r\nimpersonate-user: alice",
                "Impersonate-Group: devs\r\nImpersonate-Group: system:masters",
                "IMPERSONATE_EXTRA_scopes: all",
                "Impersonate-User : root",
                " Impersonate-User: root"
            })
    void anIdentityOfTheCallersOwnMakingNeverGetsThere(String line) {
        int before = rig.connections();
        RawResponse answer = send(target, RawRequest.get(PODS).header(line));
        assertThat(answer.status()).as(answer.toString()).isIn(400, 403);
        assertThat(answer.isStatusObject(answer.status())).isTrue();
        assertThat(rig.connections()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "impersonate-group: system:masters",
                "IMPERSONATE-UID: 1",
                "iMpErSoNaTe-Extra-x: y",
                "Impersonate_User: root",
                "Impersonate_Group: system:masters",
                "Impersonate-User: bob\r\nImpersonate-Something-New: x",
                "Impersonate-User: bob\r\nIMPERSONATE_EXTRA_scopes: all",
                "Impersonate-User : root",
                " Impersonate-User: root"
            })
    void aCallerOfHerOwnIdentityAsksForAnotherInTheWordsOfKubernetesOnly(String line) {
        int before = rig.connections();
        RawResponse answer = send(rig.alice(), RawRequest.get(PODS).header(line));
        assertThat(answer.status()).as(answer.toString()).isIn(400, 403);
        assertThat(answer.isStatusObject(answer.status())).isTrue();
        assertThat(rig.connections()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate-User: root",
                "Connection: Impersonate-User\r\nImpersonate-User: root",
                "Impersonate-User: root\r\nimpersonate-user: alice"
            })
    void theClusterIsAskedBeforeSheIsSomebodyElseAndEchoIsNoYes(String line) {
        RawResponse answer = send(rig.alice(), RawRequest.get(PODS).header(line));
        assertThat(answer.isStatusObject(500)).as(answer.toString()).isTrue();
        assertThat(rig.last().text())
                .startsWith("POST /apis/authorization.k8s.io/v1/subjectaccessreviews HTTP/1.1\r\n")
                .contains("\"user\":\"alice\"", "\"name\":\"root\"")
                .doesNotContainIgnoringCase("impersonate-");
    }

    @Test
    void bodiesArriveWithTheLengthOrTheChunksTheyCameWith() {
        String json = "{\"kind\":\"DeleteOptions\"}";
        send(target, new RawRequest("DELETE", PODS + "/p", List.of(), new byte[0]).body("application/json", json));
        assertThat(rig.last().text()).endsWith("\r\n\r\n" + json);
        assertThat(lines("content-length")).containsExactly("Content-Length: " + json.length());
        assertThat(lines("transfer-encoding")).isEmpty();

        send(target, new RawRequest("POST", PODS, List.of(), new byte[0]).chunked("application/json", json, 5));
        assertThat(lines("content-length")).isEmpty();
        assertThat(lines("transfer-encoding")).containsExactly("Transfer-Encoding: chunked");
        assertThat(rig.last().text()).endsWith("0\r\n\r\n");

        send(target, new RawRequest("DELETE", PODS + "/p", List.of(), new byte[0]));
        assertThat(lines("content-length")).isEmpty();
        assertThat(lines("transfer-encoding")).isEmpty();

        send(target, new RawRequest("POST", PODS, List.of(), new byte[0]).header("Content-Length: 0"));
        assertThat(lines("content-length")).containsExactly("Content-Length: 0");
    }

    @Test
    void aPostWhoseConnectionBreaksIsSentOnceAndInvitesNoRetry() {
        int before = rig.connections();
        rig.next(Script.of(Step.readRequest(), Step.cut()));
        RawResponse answer =
                send(target, new RawRequest("POST", PODS, List.of(), new byte[0]).body("application/json", "{}"));
        assertThat(answer.isStatusObject(504)).as(answer.toString()).isTrue();
        assertThat(answer.text()).contains("may still be processing");
        assertThat(answer.first("retry-after")).isEmpty();
        assertThat(rig.connections()).isEqualTo(before + 1);
    }

    private static RawResponse send(Target caller, RawRequest request) {
        return RawConnection.exchange(caller, request);
    }

    private List<String> lines(String name) {
        return rig.last().headerLines().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .toList();
    }
}
