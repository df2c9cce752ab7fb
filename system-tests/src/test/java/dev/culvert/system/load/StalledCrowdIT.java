package dev.culvert.system.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Target;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Thousands of downloads at once of which nobody reads: what they hold is bounded, and what is too much is refused. */
@Tag("slow")
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class StalledCrowdIT {
    private static final int DOWNLOADS = 5_000;
    private static final int CONNECTIONS = 50;
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String TARGET = "/api/v1/namespaces/default/pods/web:8080/proxy/endless";

    private final CarrierKind kind;

    StalledCrowdIT(CarrierKind kind) {
        this.kind = kind;
    }

    @Test
    void fiveThousandDownloadsThatStallAreBoundedAndHarmNobodyForLong(@TempDir Path directory) throws Exception {
        Path kubeconfig = directory.resolve("kubeconfig");
        Vertx vertx = Vertx.vertx();
        try (EndlessUpstream upstream = new EndlessUpstream()) {
            upstream.writeKubeconfig(kubeconfig);
            try (Rig rig = Rig.inFrontOf(kind, kubeconfig)) {
                long gateway = rig.gateway().pid();
                long agent = rig.agent().pid();
                HttpClient client = client(vertx, rig);
                Queue<HttpClientResponse> stalled = new ConcurrentLinkedQueue<>();

                Map<Integer, Integer> statuses = download(client, rig.target(), stalled);

                System.out.println("of " + DOWNLOADS + " stalled downloads through " + kind.option() + ": " + statuses
                        + "; gateway " + Footprint.of(rig.gateway()) + "; agent " + Footprint.of(rig.agent()));
                // 504: the request was sent, and there was no memory for its answer.
                assertThat(statuses.keySet()).isSubsetOf(200, 429, 503, 504);
                assertThat(statuses.get(200)).isGreaterThan(100);
                assertThat(small(rig.alice())).isIn(200, 503);
                assertThat(stalled).hasSize(statuses.get(200));

                client.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
                await("what they held is free again")
                        .atMost(SOON)
                        .until(() -> Footprint.of(rig.gateway()).heap() < 100 << 20
                                && Footprint.of(rig.agent()).heap() < 40 << 20);
                assertThat(small(rig.target())).isEqualTo(200);
                assertThat(rig.gateway().pid()).isEqualTo(gateway);
                assertThat(rig.agent().pid()).isEqualTo(agent);
                assertThat(rig.gateway().alive()).isTrue();
                assertThat(rig.agent().alive()).isTrue();
                rig.assertNoSecretInLogs();
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    /** Completes when each has its head. */
    private static Map<Integer, Integer> download(HttpClient client, Target target, Queue<HttpClientResponse> stalled) {
        ConcurrentMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(target.port())
                .setURI(target.prefix() + TARGET)
                .putHeader("Authorization", "Bearer " + target.token().orElseThrow());
        for (int i = 0; i < DOWNLOADS; i++) {
            client.request(options)
                    .compose(request -> request.send().onSuccess(response -> {
                        if (response.statusCode() == 200) {
                            response.pause();
                            stalled.add(response);
                        }
                    }))
                    .onComplete(outcome -> statuses.merge(
                            outcome.succeeded() ? outcome.result().statusCode() : -1, 1, Integer::sum));
        }
        await("each has its head")
                .atMost(SOON)
                .until(() ->
                        statuses.values().stream().mapToInt(Integer::intValue).sum() == DOWNLOADS);
        return Map.copyOf(statuses);
    }

    private static HttpClient client(Vertx vertx, Rig rig) {
        HttpClientOptions options = new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setVerifyHost(false)
                .setHttp2MultiplexingLimit(DOWNLOADS / CONNECTIONS)
                .setTrustOptions(new PemTrustOptions()
                        .addCertPath(rig.installation().authority().toString()));
        return vertx.createHttpClient(
                options, new PoolOptions().setHttp2MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));
    }

    private static int small(Target target) {
        try (RawConnection connection = RawConnection.open(target)) {
            return connection.send(RawRequest.get("/version")).read().status();
        }
    }
}
