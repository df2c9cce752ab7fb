package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.testing.GatewayRig;
import dev.culvert.gateway.testing.RawClient;
import dev.culvert.gateway.testing.RawResponse;
import dev.culvert.gateway.testing.ScriptedCluster;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import dev.culvert.tunnel.exchange.RequestHead;
import dev.culvert.tunnel.exchange.ResponseHead;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A caller who acts as herself asks to be somebody else; the scripted cluster says whether she may. */
class NestedImpersonationTest {
    private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

    private final GatewayRig rig = GatewayRig.start();
    private final Queue<JsonObject> questions = new ConcurrentLinkedQueue<>();
    private final Queue<RequestHead> requests = new ConcurrentLinkedQueue<>();
    private volatile Consumer<Exchange> review = exchange -> answer(exchange, 201, verdict(true, ""));

    @BeforeEach
    void script() {
        rig.cluster().answer(this::accept);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void theClusterIsAskedForEachPartAboutTheCallerAndThenSheIsWhomSheAsksToBe() {
        RawResponse answer = rig.get(
                "/clusters/imp/api/v1/pods?watch=true",
                "Impersonate-Group: dev",
                "Impersonate-User: bob",
                "impersonate-extra-scope: view");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(questions)
                .extracting(question -> question.getJsonObject("spec").getString("user"))
                .containsExactly("alice", "alice", "alice");
        assertThat(questions)
                .extracting(question ->
                        question.getJsonObject("spec").getJsonArray("groups").encode())
                .containsOnly("[\"system:authenticated\"]");
        assertThat(questions)
                .extracting(NestedImpersonationTest::attributes)
                .containsExactly(
                        new JsonObject(
                                "{\"verb\":\"impersonate\",\"group\":\"\",\"version\":\"\",\"resource\":\"users\",\"name\":\"bob\"}"),
                        new JsonObject(
                                "{\"verb\":\"impersonate\",\"group\":\"\",\"version\":\"\",\"resource\":\"groups\",\"name\":\"dev\"}"),
                        new JsonObject(
                                "{\"verb\":\"impersonate\",\"group\":\"authentication.k8s.io\",\"version\":\"v1\","
                                        + "\"resource\":\"userextras\",\"name\":\"view\",\"subresource\":\"scope\"}"));
        assertThat(requests).singleElement().satisfies(head -> {
            assertThat(head.target()).isEqualTo("/api/v1/pods?watch=true");
            assertThat(head.headers())
                    .filteredOn(line -> line.name().startsWith("Impersonate"))
                    .containsExactly(
                            new Header("Impersonate-User", "bob"),
                            new Header("Impersonate-Group", "dev"),
                            new Header("Impersonate-Extra-scope", "view"));
        });
    }

    @Test
    void theQuestionIsTheAgentsOwn() {
        Queue<RequestHead> heads = new ConcurrentLinkedQueue<>();
        review = exchange -> {
            heads.add(exchange.request());
            answer(exchange, 201, verdict(true, ""));
        };

        rig.get("/clusters/imp/x", "Impersonate-User: bob", "X-Mine: 1");

        assertThat(heads).singleElement().satisfies(head -> {
            assertThat(head.method()).isEqualTo("POST");
            assertThat(head.headers())
                    .extracting(Header::name)
                    .containsExactly("Accept", "Content-Type", "Content-Length", "User-Agent");
        });
    }

    @Test
    void withoutTheRightSheIsToldSoAsByTheApiServerAndNothingIsSent() {
        review = exchange -> answer(exchange, 201, verdict(false, "no rule"));

        RawResponse answer = rig.get("/clusters/imp/x", "Impersonate-User: bob", "Impersonate-Group: dev");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body())
                .contains("users \\\"bob\\\" is forbidden: User \\\"alice\\\" cannot impersonate resource"
                        + " \\\"users\\\" in API group \\\"\\\" at the cluster scope: no rule");
        assertThat(questions).hasSize(1);
        assertThat(requests).isEmpty();
    }

    @Test
    void anUpgradeIsNoWayAround() {
        review = exchange -> answer(exchange, 201, verdict(false, ""));

        RawResponse answer =
                rig.get("/clusters/imp/exec", "Impersonate-User: bob", "Connection: Upgrade", "Upgrade: websocket");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(requests).isEmpty();
    }

    @Test
    void whatTheClusterAllowedIsNotAskedTwiceInARow() {
        rig.get("/clusters/imp/x", "Impersonate-User: bob");
        rig.get("/clusters/imp/y", "Impersonate-User: bob");
        rig.get("/clusters/imp/z", "Impersonate-User: eve");

        assertThat(questions)
                .extracting(question -> attributes(question).getString("name"))
                .containsExactly("bob", "eve");
        assertThat(requests).extracting(RequestHead::target).containsExactly("/x", "/y", "/z");
    }

    @Test
    void aBodyWaitsForTheVerdict() {
        RawResponse answer = rig.exchange("POST /clusters/imp/x HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                + "Impersonate-User: bob\r\nContent-Length: 4\r\n\r\nbody");

        assertThat(answer.body()).isEqualTo("body");
    }

    @Test
    void anAgentThatMayNotAskSaysSo() {
        review = exchange -> answer(exchange, 403, "{\"kind\":\"Status\"}");

        RawResponse answer = rig.get("/clusters/imp/x", "Impersonate-User: bob");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("the agent to have the right to create subjectaccessreviews");
        assertThat(requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{}",
                "[]",
                "{\"kind\":\"SubjectAccessReview\"}",
                "{\"kind\":\"SubjectAccessReview\",\"status\":{\"allowed\":\"true\"}}",
                "{\"kind\":\"Other\",\"status\":{\"allowed\":true}}"
            })
    void whatIsNoAnswerIsNoYes(String body) {
        review = exchange -> answer(exchange, 201, body);

        assertThat(rig.get("/clusters/imp/x", "Impersonate-User: bob").status()).isEqualTo(500);
        assertThat(requests).isEmpty();
    }

    @Test
    void deniedIsNoMoreThanNotAllowed() {
        review = exchange -> answer(
                exchange, 201, "{\"kind\":\"SubjectAccessReview\",\"status\":{\"allowed\":true,\"denied\":true}}");

        assertThat(rig.get("/clusters/imp/x", "Impersonate-User: bob").status()).isEqualTo(403);
        assertThat(requests).isEmpty();
    }

    @Test
    void anAnswerWithoutEndIsCutOff() {
        review = exchange -> {
            exchange.respond(new ResponseHead(201, List.of()));
            for (int i = 0; i < 80; i++) {
                exchange.out().write(Buffer.buffer(new byte[32 << 10]));
            }
        };

        assertThat(rig.get("/clusters/imp/x", "Impersonate-User: bob").status()).isEqualTo(500);
        assertThat(requests).isEmpty();
    }

    @Test
    void theQuestionEndsWithItsCaller() {
        Queue<Exchange> asked = new ConcurrentLinkedQueue<>();
        review = asked::add;
        try (RawClient client = rig.client()) {
            client.send("GET /clusters/imp/x HTTP/1.1\r\nHost: localhost\r\n" + GatewayRig.AUTH
                    + "Impersonate-User: bob\r\n\r\n");
            await().until(() -> !asked.isEmpty());
        }
        await().until(() -> asked.peek().closed().failed());
        assertThat(asked).hasSize(1);
        assertThat(requests).isEmpty();
    }

    private void accept(Exchange exchange) {
        Buffer body = Buffer.buffer();
        exchange.in().handler(body::appendBuffer);
        exchange.in().endHandler(end -> {
            if (exchange.request().target().equals(REVIEWS)) {
                questions.add(new JsonObject(body));
                review.accept(exchange);
            } else {
                requests.add(exchange.request());
                ScriptedCluster.respond(exchange, 200, body.length() == 0 ? "ok" : body.toString());
            }
        });
    }

    private static JsonObject attributes(JsonObject question) {
        return question.getJsonObject("spec").getJsonObject("resourceAttributes");
    }

    private static String verdict(boolean allowed, String reason) {
        return new JsonObject()
                .put("kind", "SubjectAccessReview")
                .put("status", new JsonObject().put("allowed", allowed).put("reason", reason))
                .encode();
    }

    private static void answer(Exchange exchange, int status, String body) {
        ScriptedCluster.respond(exchange, status, body, "Content-Type", "application/json");
    }
}
