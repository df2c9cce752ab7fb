package dev.culvert.agent.doctor;

import dev.culvert.tunnel.carrier.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Says its version and what the agent may do. */
public final class FakeApiServer {
    public static final String TOKEN = "the-agents-own-token-at-the-api-server";
    private static final Set<String> ALL = Set.of("users", "groups", "serviceaccounts", "uids", "subjectaccessreviews");

    private final HttpServer server;
    private final TestCertificates authority;
    private volatile Set<String> allowed = ALL;
    private volatile boolean forbidding;

    private FakeApiServer(HttpServer server, TestCertificates authority) {
        this.server = server;
        this.authority = authority;
    }

    public static FakeApiServer start(Vertx vertx) throws Exception {
        TestCertificates authority = TestCertificates.create();
        HttpServer server = vertx.createHttpServer(
                new HttpServerOptions().setSsl(true).setKeyCertOptions(authority.server("127.0.0.1")));
        FakeApiServer api = new FakeApiServer(server, authority);
        server.requestHandler(request -> request.body().onSuccess(body -> api.answer(request, body)));
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        return api;
    }

    /** The rights that it says the agent has. */
    public void allow(Set<String> resources) {
        allowed = resources;
    }

    /** It lets the agent make no reviews from now on. */
    public void forbidReviews() {
        forbidding = true;
    }

    public void stop() throws Exception {
        server.close().await(10, TimeUnit.SECONDS);
    }

    public String authorityPem() {
        return authority.authorityPem();
    }

    public Path kubeconfig(Path directory) throws Exception {
        return kubeconfig(directory, authorityPem(), TOKEN);
    }

    public Path kubeconfig(Path directory, String authorities, String token) throws Exception {
        return Files.writeString(directory.resolve("kubeconfig-" + System.nanoTime()), """
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
                users: [{name: u, user: {token: %s}}]
                """.formatted(
                        server.actualPort(),
                        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII)),
                        token));
    }

    private void answer(HttpServerRequest request, Buffer body) {
        boolean isReview = request.path().startsWith("/apis/authorization.k8s.io/v1/");
        if (!("Bearer " + TOKEN).equals(request.getHeader("authorization"))) {
            refuse(request, 401, "Unauthorized");
        } else if (isReview && forbidding) {
            refuse(request, 403, "selfsubjectaccessreviews is forbidden");
        } else if (isReview) {
            JsonObject review = new JsonObject(body);
            JsonObject attributes = review.getJsonObject("spec").getJsonObject("resourceAttributes", new JsonObject());
            review.put(
                    "status", new JsonObject().put("allowed", allowed.contains(attributes.getString("resource", ""))));
            request.response().setStatusCode(201).end(review.toBuffer());
        } else {
            request.response().end("{\"gitVersion\":\"v1.99.0\"}");
        }
    }

    private static void refuse(HttpServerRequest request, int status, String message) {
        request.response()
                .setStatusCode(status)
                .end(new JsonObject()
                        .put("kind", "Status")
                        .put("message", message)
                        .toBuffer());
    }
}
