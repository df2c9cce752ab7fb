package dev.culvert.gateway.doctor;

import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Which clusters have an agent, and whether an answer of their API server comes through it. */
final class ClusterTrial {
    private static final String CLUSTERS = "clusters";
    private static final String ROOT = "/apis/culvert.dev/v1/";

    private final Questions questions;
    private final String token;
    private final Duration deadline;
    private final Renewals renewals;

    /**
     * @param token of an administrator, who sees all clusters, or of a caller, who sees some
     * @param deadline of each question
     * @param renewals what must have been renewed by now
     */
    ClusterTrial(Questions questions, String token, Duration deadline, Renewals renewals) {
        this.questions = questions;
        this.token = token;
        this.deadline = deadline;
        this.renewals = renewals;
    }

    List<Finding> findings() {
        try {
            return questions
                    .get(ROOT + CLUSTERS, token)
                    .compose(answer -> answer.status() == 403
                            ? questions.get(ROOT + "selfsubject/clusters", token)
                            : Future.succeededFuture(answer))
                    .compose(this::clusters)
                    .otherwise(failure ->
                            List.of(Finding.failed(CLUSTERS, RootCause.text(failure), "see the gateway's log")))
                    // Sixteen are asked at once; there may be many more.
                    .await(deadline.multipliedBy(30).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return List.of(
                    Finding.failed(CLUSTERS, "not all of them have been asked in time", "see the gateway's log"));
        }
    }

    private Future<List<Finding>> clusters(Questions.Answer answer) {
        if (answer.status() != 200) {
            String advice = answer.status() == 401
                    ? "the gateway does not know the token of --token-file: take one that was not revoked and has not expired"
                    : "see the gateway's log";
            return Future.succeededFuture(List.of(Finding.failed(CLUSTERS, said(answer), advice)));
        }
        JsonArray items = parse(answer).getJsonArray("items", new JsonArray());
        if (items.isEmpty()) {
            return Future.succeededFuture(
                    List.of(Finding.warning(CLUSTERS, "none", "register one: culvert cluster create NAME")));
        }
        List<Future<Finding>> all = new ArrayList<>();
        items.stream().map(JsonObject.class::cast).forEach(item -> all.add(cluster(item)));
        return Future.all(all).map(done -> done.list());
    }

    private Future<Finding> cluster(JsonObject item) {
        JsonObject none = new JsonObject();
        String name = item.getJsonObject("metadata", none).getString("name", "");
        String place = "cluster " + name;
        JsonObject status = item.getJsonObject("status", none);
        if (item.getJsonObject("spec", none).getBoolean("disabled", false)) {
            return Future.succeededFuture(Finding.skipped(place, "disabled"));
        }
        if (!status.getBoolean("connected", false)) {
            return Future.succeededFuture(Finding.failed(
                    place, "no agent is connected to this gateway", "run cluster-proxy doctor where the agent is"));
        }
        JsonArray carriers = status.getJsonArray("agents", new JsonArray());
        String agents = agents(carriers);
        return questions
                .get("/clusters/" + name + "/version", token)
                .map(answer -> version(place, agents, answer))
                .map(finding -> renewals.missed(carriers)
                        .filter(missed -> !finding.isFailed())
                        .map(missed -> Finding.warning(place, finding.detail() + "; " + missed, Renewals.ADVICE))
                        .orElse(finding))
                .otherwise(failure -> Finding.failed(
                        place, agents + ", but no answer: " + RootCause.text(failure), "see the agent's log"));
    }

    private static Finding version(String place, String agents, Questions.Answer answer) {
        String said = said(answer);
        boolean gateways = said.startsWith("gateway: ");
        if (answer.status() == 403 && gateways) {
            return Finding.warning(
                    place,
                    agents + "; not looked through: " + said,
                    "give the token's caller an access rule for it, to see its API server as well");
        }
        if (gateways || said.startsWith("agent: ")) {
            return Finding.failed(place, agents + ", but: " + said, "run cluster-proxy doctor where the agent is");
        }
        return Finding.ok(place, agents + "; its API server answers: " + said);
    }

    private static String agents(JsonArray agents) {
        if (agents.isEmpty()) {
            return "connected";
        }
        Supplier<Stream<JsonObject>> all = () -> agents.stream().map(JsonObject.class::cast);
        long sessions =
                all.get().map(agent -> agent.getString("session")).distinct().count();
        List<String> kinds = all.get()
                .map(agent -> agent.getString("software") + " by " + agent.getString("carrier"))
                .distinct()
                .sorted()
                .toList();
        return counted(sessions, "agent") + ", " + counted(agents.size(), "connection") + " ("
                + String.join(", ", kinds) + ")";
    }

    private static String counted(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** The version, the message of a {@code Status}, or the number. */
    private static String said(Questions.Answer answer) {
        JsonObject body = parse(answer);
        if (body.getValue("gitVersion") instanceof String version) {
            return "Kubernetes " + version;
        }
        return body.getValue("message") instanceof String message ? message : "HTTP " + answer.status();
    }

    private static JsonObject parse(Questions.Answer answer) {
        try {
            return new JsonObject(answer.body());
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }
}
