package dev.culvert.system.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.clusters.echo.Script;
import dev.culvert.clusters.echo.Step;
import dev.culvert.system.rig.EchoRig;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import dev.culvert.system.wire.RawResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Every error of Culvert's own, for callers who would rather have something else than JSON. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ErrorRowsIT {
    private static final List<String> ACCEPTED = List.of(
            "application/json",
            "application/vnd.kubernetes.protobuf",
            "application/json;as=Table;v=v1;g=meta.k8s.io",
            "application/cbor",
            "text/html");
    private static final String ID = "request-of-a-test";
    private static final int TOO_LONG = (1 << 20) + 100;

    private final EchoRig rig = EchoRig.start();
    private final Target target = rig.target();
    private final RawRequest get = RawRequest.get("/api/v1/pods");

    /**
     * @param script what the API server does with it; empty where it must not get there
     */
    private record Row(String situation, int code, String reason, Target caller, RawRequest request, Script script) {}

    @AfterAll
    void stop() {
        rig.close();
    }

    @TestFactory
    Stream<DynamicTest> everyErrorIsAStatusInJsonWhateverIsAccepted() {
        Row away = row("an API server that is away", 503, "ServiceUnavailable", target, get);
        Stream<DynamicTest> before = Stream.of(refusals(), mistakes(), failures())
                .flatMap(List::stream)
                .flatMap(this::tests);
        Stream<DynamicTest> goes = Stream.of(DynamicTest.dynamicTest("the API server goes", rig::stopUpstream));
        return Stream.of(before, goes, tests(away)).flatMap(tests -> tests);
    }

    private List<Row> refusals() {
        return List.of(
                row("no credential", 401, "Unauthorized", target.withoutToken(), get),
                row("an unknown credential", 401, "Unauthorized", target.withToken("cvc_nobody"), get),
                row("a cluster that is not there", 403, "Forbidden", target.withPrefix("/clusters/nowhere"), get),
                row("a path of no cluster", 403, "Forbidden", target.withPrefix(""), get),
                row("impersonation", 403, "Forbidden", target, get.header("Impersonate-User: root")));
    }

    private List<Row> mistakes() {
        return List.of(
                row("dot segments", 400, "BadRequest", target, RawRequest.get("/../nowhere/api")),
                row("two hosts", 400, "BadRequest", target, get.header("Host: other")),
                row("two credentials", 400, "BadRequest", target, get.header("Authorization: Bearer x")),
                row("two lengths", 400, "BadRequest", target, get.header("Content-Length: 1, 2")),
                row("TRACE", 405, "MethodNotAllowed", target, RawRequest.request("TRACE", "/api")),
                row("a long target", 414, "BadRequest", target, RawRequest.get("/" + "x".repeat(TOO_LONG))),
                row("long headers", 431, "BadRequest", target, get.header("X-Long: " + "x".repeat(TOO_LONG))));
    }

    private List<Row> failures() {
        Target vacant = target.withPrefix("/clusters/" + Installation.VACANT);
        RawRequest watch = RawRequest.get("/api/v1/pods?watch=true");
        Script cut = Script.of(Step.readRequest(), Step.cut());
        Script unauthorized = Script.reply("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\n{}");
        Script elsewhere =
                Script.reply("HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\nContent-Length: 0\r\n\r\n");
        return List.of(
                row("an agent that never came", 503, "ServiceUnavailable", vacant, get),
                row("a watch without an agent", 503, "ServiceUnavailable", vacant, watch),
                new Row("a connection that breaks", 504, "Timeout", target, get, cut),
                new Row("the agent's credential is refused", 500, "InternalError", target, get, unauthorized),
                new Row("a redirect to elsewhere", 500, "InternalError", target, get, elsewhere));
    }

    private static Row row(String situation, int code, String reason, Target caller, RawRequest request) {
        return new Row(situation, code, reason, caller, request, Script.of());
    }

    private Stream<DynamicTest> tests(Row row) {
        return ACCEPTED.stream()
                .map(accept -> DynamicTest.dynamicTest(row.situation() + ", " + accept, () -> check(row, accept)));
    }

    private void check(Row row, String accept) throws IOException {
        boolean reached = !row.script().steps().isEmpty();
        if (reached) {
            rig.next(row.script());
        }
        int before = rig.connections();
        RawRequest plain = row.request();
        RawRequest request = RawRequest.request(plain.method(), plain.path())
                .header("Accept: " + accept)
                .header("Audit-Id: " + ID);
        for (String line : plain.headers()) {
            request = request.header(line);
        }
        RawResponse answer = RawConnection.exchange(row.caller(), request);

        assertThat(answer.status()).as(answer.toString()).isEqualTo(row.code());
        assertThat(answer.all("content-type")).containsExactly("application/json");
        assertThat(answer.all("x-content-type-options")).containsExactly("nosniff");
        assertThat(answer.all("cache-control")).containsExactly("no-store");
        assertThat(answer.all("location")).isEmpty();
        assertThat(answer.all("www-authenticate")).hasSize(row.code() == 401 ? 1 : 0);
        JsonNode status = new ObjectMapper().readTree(answer.body());
        assertThat(status.path("kind").asText()).isEqualTo("Status");
        assertThat(status.path("apiVersion").asText()).isEqualTo("v1");
        assertThat(status.path("metadata").isObject()).isTrue();
        assertThat(status.path("status").asText()).isEqualTo("Failure");
        assertThat(status.path("code").asInt()).isEqualTo(row.code());
        assertThat(status.path("reason").asText()).isEqualTo(row.reason());
        assertThat(status.path("message").asText()).matches("(gateway|agent): .+ \\(request [-a-z0-9]+\\)");
        assertThat(status.path("details").path("retryAfterSeconds").isInt())
                .isEqualTo(answer.first("retry-after").isPresent());
        if (row.code() != 503) {
            assertThat(answer.first("retry-after")).isEmpty();
        }
        assertThat(rig.connections()).isEqualTo(reached ? before + 1 : before);
    }
}
