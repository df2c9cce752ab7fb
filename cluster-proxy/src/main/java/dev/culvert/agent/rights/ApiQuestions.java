package dev.culvert.agent.rights;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.tunnel.diagnosis.RootCause;
import dev.culvert.tunnel.transport.OnEventLoop;
import dev.culvert.tunnel.transport.TlsEngines;
import dev.culvert.tunnel.transport.WholeBody;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks the API server questions of the agent's own, apart from what callers ask. Any thread.
 *
 * <p>Every future fails with {@link ApiQuestionException}; each question has a deadline.
 */
public final class ApiQuestions {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int KEEP_ALIVE_SECONDS = 5;
    private static final int MAX_BODY = 1024 * 1024;
    private static final String AUTHORIZATION = "/apis/authorization.k8s.io/v1/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx;
    private final HttpClientAgent client;

    public ApiQuestions(Vertx vertx) {
        this.vertx = vertx;
        client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setSsl(true)
                        .setConnectTimeout(Math.toIntExact(TIMEOUT.toMillis()))
                        .setKeepAliveTimeout(KEEP_ALIVE_SECONDS))
                .with(TlsEngines.preferred())
                .build();
    }

    /** The version of the cluster, such as {@code v1.37.2}. */
    public Future<String> version(ApiAccess access) {
        return ask(access, HttpMethod.GET, "/version", Buffer.buffer())
                .map(answer -> answer.path("gitVersion").asText("unknown"));
    }

    /** What the agent has of the rights that mode {@code impersonate} needs. */
    public Future<Rights> rights(ApiAccess access) {
        Set<Right> whole = EnumSet.noneOf(Right.class);
        Future<?> asked = Future.succeededFuture();
        for (Right right : Right.values()) {
            asked = asked.compose(before -> may(access, right)).onSuccess(may -> {
                if (may) {
                    whole.add(right);
                }
            });
        }
        return asked.compose(all -> rules(access))
                .map(rules -> new Rights(whole, RulesReview.named(rules, whole), RulesReview.extraKeys(rules)));
    }

    private Future<Boolean> may(ApiAccess access, Right right) {
        ObjectNode spec = JSON.createObjectNode();
        spec.putObject("resourceAttributes")
                .put("verb", right.verb())
                .put("group", right.group())
                .put("resource", right.resource());
        return review(access, "SelfSubjectAccessReview", spec)
                .map(answer -> answer.path("allowed").asBoolean(false));
    }

    /** What RBAC knows of limits to names. Other authorizers list nothing, which is no failure. */
    private Future<JsonNode> rules(ApiAccess access) {
        return review(access, "SelfSubjectRulesReview", JSON.createObjectNode().put("namespace", "default"));
    }

    private Future<JsonNode> review(ApiAccess access, String kind, ObjectNode spec) {
        ObjectNode review = JSON.createObjectNode()
                .put("apiVersion", "authorization.k8s.io/v1")
                .put("kind", kind)
                .set("spec", spec);
        String path = AUTHORIZATION + kind.toLowerCase(Locale.ROOT) + "s";
        return ask(access, HttpMethod.POST, path, Buffer.buffer(review.toString()))
                .map(answer -> {
                    if (!answer.path("kind").asText().equals(kind)) {
                        throw new ApiQuestionException(200, "the answer is no " + kind + ": that is no API server");
                    }
                    return answer.path("status");
                });
    }

    private Future<JsonNode> ask(ApiAccess access, HttpMethod method, String path, Buffer body) {
        RequestOptions options = new RequestOptions();
        options.setServer(SocketAddress.inetSocketAddress(
                        access.server().port(), access.server().host()))
                .setHost(access.tls().serverName())
                .setPort(access.server().port())
                .setSsl(true)
                .setSslOptions(access.tls().options());
        options.setMethod(method)
                .setURI(access.server().pathPrefix() + path)
                .putHeader("accept", "application/json")
                .putHeader("user-agent", "cluster-proxy");
        if (body.length() > 0) {
            options.putHeader("content-type", "application/json");
        }
        access.authorization().ifPresent(value -> options.putHeader("authorization", value));
        return OnEventLoop.call(vertx, () -> client.request(options).compose(request -> request.send(body)
                        .compose(ApiQuestions::read)
                        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .onFailure(failure -> request.reset())))
                .recover(failure -> Future.failedFuture(explained(failure)));
    }

    private static Future<JsonNode> read(HttpClientResponse response) {
        return WholeBody.read(response, MAX_BODY).map(body -> parse(response.statusCode(), body));
    }

    private static JsonNode parse(int status, Buffer body) {
        JsonNode answer;
        try {
            answer = JSON.readTree(body.getBytes());
        } catch (IOException e) {
            throw new ApiQuestionException(status, "HTTP " + status + ", and no JSON: that is no API server");
        }
        if (status < 200 || status > 299) {
            String message = answer.path("message").asText("");
            throw new ApiQuestionException(status, "HTTP " + status + (message.isEmpty() ? "" : ": " + message));
        }
        return answer;
    }

    private static ApiQuestionException explained(Throwable failure) {
        if (failure instanceof ApiQuestionException known) {
            return known;
        }
        return new ApiQuestionException(0, RootCause.text(failure));
    }

    public Future<Void> close() {
        return client.close();
    }
}
