package dev.culvert.agent.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.replay.Access;
import dev.culvert.agent.replay.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RightsCheckTest {
    private static final Set<String> ALL = Set.of(
            "users",
            "groups",
            "serviceaccounts",
            "authentication.k8s.io/uids",
            "authorization.k8s.io/subjectaccessreviews");
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration NEVER = Duration.ofHours(1);

    private final Vertx vertx = Vertx.vertx();
    private final TestAuthority authority = new TestAuthority();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Set<String> allowed = ALL;
    private volatile String rules = "";
    private volatile int status = 201;
    private ApiAccess access;

    @BeforeEach
    void start() throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(Buffer.buffer(authority.serverPem()))
                        .addKeyValue(Buffer.buffer(authority.serverKeyPem()))));
        server.requestHandler(request -> request.body().onSuccess(body -> answer(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        access = Access.to(server.actualPort(), authority);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatIsMissingIsNamedAndWhatIsMendedIsSeen() {
        allowed = Set.of("users", "groups", "serviceaccounts", "authorization.k8s.io/subjectaccessreviews");
        RightsCheck check = check(SOON, NEVER);
        assertThat(check.summary()).isEqualTo("not known yet");
        check.start();
        await().until(() -> check.summary()
                .equals("missing: impersonate uids.authentication.k8s.io (callers who have a uid are refused);"
                        + " keys of extra values: none"));

        allowed = ALL;
        await().until(() -> check.summary().equals("complete; keys of extra values: none"));

        allowed = Set.of("authorization.k8s.io/subjectaccessreviews");
        await().until(() -> check.summary().startsWith("none: nobody can be impersonated"));
        assertThat(asked)
                .contains(
                        "Bearer " + Access.TOKEN + " impersonate users",
                        "Bearer " + Access.TOKEN + " impersonate authentication.k8s.io/uids",
                        "Bearer " + Access.TOKEN + " create authorization.k8s.io/subjectaccessreviews");
    }

    @Test
    void rightsThatAreLimitedToNamesAreNotMissing() {
        allowed = Set.of("authentication.k8s.io/uids", "authorization.k8s.io/subjectaccessreviews");
        rules = """
            {"verbs": ["impersonate"], "apiGroups": [""], "resources": ["users"], "resourceNames": ["jane", "joe"]},
            {"verbs": ["*"], "apiGroups": ["*"], "resources": ["groups"], "resourceNames": ["devs"]},
            {"verbs": ["get"], "apiGroups": [""], "resources": ["serviceaccounts"], "resourceNames": ["other"]},
            {"verbs": ["impersonate"], "apiGroups": ["apps"], "resources": ["*"], "resourceNames": ["other"]},
            {"verbs": ["impersonate"], "apiGroups": ["authentication.k8s.io"],
             "resources": ["uids", "userextras/example.com/team"]}
            """;
        RightsCheck check = check(NEVER, NEVER);
        check.start();
        await().until(() -> check.summary()
                .equals("complete; users only: jane, joe; groups only: devs;"
                        + " keys of extra values: example.com/team"));
    }

    @Test
    void anApiServerThatDoesNotAnswerIsAskedAgain() {
        status = 503;
        RightsCheck check = check(NEVER, SOON);
        check.start();
        await().until(() -> check.summary().equals("not known: HTTP 503: etcd is away"));
        status = 201;
        await().until(() -> check.summary().startsWith("complete"));
    }

    @Test
    void somethingThatIsNoApiServerIsNotBelieved() {
        status = 200;
        RightsCheck check = check(NEVER, NEVER);
        check.start();
        await().until(() -> check.summary().startsWith("not known: the answer is no SelfSubjectAccessReview"));
    }

    @Test
    void nothingIsAskedWhereTheCheckIsOffAndAfterItsEnd() {
        RightsCheck off = check(Duration.ZERO, SOON);
        off.start();
        assertThat(off.summary()).isEqualTo("not looked at");

        RightsCheck closed = check(SOON, SOON);
        closed.start();
        await().until(() -> closed.summary().startsWith("complete"));
        closed.close();
        asked.clear();
        RightsCheck last = check(NEVER, NEVER);
        last.start();
        await().until(() -> last.summary().startsWith("complete"));
        // One look's questions, and at most those that were under way at the other's end.
        assertThat(asked).hasSizeLessThanOrEqualTo(2 * 6);
    }

    private RightsCheck check(Duration period, Duration retry) {
        return new RightsCheck(vertx, () -> access, period, retry);
    }

    private void answer(HttpServerRequest request, Buffer body) {
        if (status != 201) {
            String kind = status == 200 ? "Fallback" : "Status";
            request.response().setStatusCode(status).end("{\"kind\":\"" + kind + "\",\"message\":\"etcd is away\"}");
            return;
        }
        try {
            JsonNode review = new ObjectMapper().readTree(body.getBytes());
            String kind = review.path("kind").asText();
            String result = kind.equals("SelfSubjectRulesReview") ? rules() : allowed(request, review);
            request.response().setStatusCode(201).end("{\"kind\":\"" + kind + "\",\"status\":" + result + "}");
        } catch (IOException e) {
            request.response().setStatusCode(400).end();
        }
    }

    private String rules() {
        asked.add("rules");
        return "{\"resourceRules\":[" + rules + "]}";
    }

    private String allowed(HttpServerRequest request, JsonNode review) {
        JsonNode attributes = review.path("spec").path("resourceAttributes");
        String group = attributes.path("group").asText();
        String resource = (group.isEmpty() ? "" : group + "/")
                + attributes.path("resource").asText();
        asked.add(request.getHeader("authorization") + " "
                + attributes.path("verb").asText() + " " + resource);
        return "{\"allowed\":" + allowed.contains(resource) + "}";
    }
}
