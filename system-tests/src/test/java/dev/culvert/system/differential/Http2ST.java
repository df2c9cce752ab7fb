package dev.culvert.system.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The callers' side over HTTP/2, as client-go speaks it. */
@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class Http2ST {

    private static Workload workload;

    private final Target direct = Rigs.direct();
    private final Target gateway;

    Http2ST(CarrierKind kind) {
        gateway = Rigs.of(kind).target();
    }

    @BeforeAll
    static void seed() {
        workload = Seed.plant();
    }

    @AfterAll
    static void clear() {
        workload.close();
    }

    @TestFactory
    Stream<DynamicTest> requestsOverHttp2AreAnsweredAlike() {
        String namespace = "/api/v1/namespaces/" + workload.namespace();
        return Stream.of(
                        "/version",
                        "/api",
                        "/apis",
                        "/openapi/v2",
                        "/nothing",
                        namespace + "/configmaps",
                        namespace + "/configmaps/cm-1",
                        namespace + "/configmaps/absent",
                        namespace + "/configmaps?limit=many",
                        namespace
                                + "/configmaps?watch=true&timeoutSeconds=1&resourceVersion=0&labelSelector=number%3D3",
                        namespace + "/pods/talker/log",
                        namespace + "/pods/web:8080/proxy/random.bin",
                        namespace + "/pods/web:8080/proxy/cgi-bin/zeros?20000000",
                        namespace + "/pods/web:8080/proxy/cgi-bin/echo/a%2Fb?x=1;y=2")
                .map(path -> DynamicTest.dynamicTest(path, () -> compare(path)));
    }

    @Test
    void oneConnectionCarriesManyWatchesAtOnce() {
        HttpClient client = client(gateway);
        String path = "/api/v1/namespaces/" + workload.namespace()
                + "/configmaps?watch=true&timeoutSeconds=3&resourceVersion=0&labelSelector=number%3D3";
        List<CompletableFuture<HttpResponse<String>>> watches = IntStream.range(0, 150)
                .mapToObj(i -> client.sendAsync(request(gateway, path), HttpResponse.BodyHandlers.ofString()))
                .toList();
        for (CompletableFuture<HttpResponse<String>> watch : watches) {
            HttpResponse<String> answer = watch.orTimeout(2, TimeUnit.MINUTES).join();
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.body()).contains("cm-3");
        }
    }

    private void compare(String path) throws IOException, InterruptedException {
        HttpResponse<byte[]> expected =
                client(direct).send(request(direct, path), HttpResponse.BodyHandlers.ofByteArray());
        HttpResponse<byte[]> actual =
                client(gateway).send(request(gateway, path), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(actual.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(actual.statusCode()).isEqualTo(expected.statusCode());
        for (String name : List.of("content-type", "cache-control", "location", "content-length")) {
            assertThat(actual.headers().allValues(name))
                    .as(name)
                    .isEqualTo(expected.headers().allValues(name));
        }
        if (path.endsWith("/configmaps")) {
            // The list's version is the whole cluster's, which never rests.
            assertThat(masked(actual.body())).isEqualTo(masked(expected.body()));
        } else {
            assertThat(actual.body()).isEqualTo(expected.body());
        }
    }

    private static String masked(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replaceFirst("\"resourceVersion\":\"[0-9]+\"", "");
    }

    private static HttpClient client(Target target) {
        return HttpClient.newBuilder()
                .sslContext(target.tls())
                .version(HttpClient.Version.HTTP_2)
                .build();
    }

    private static HttpRequest request(Target target, String path) {
        URI base = target.server();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("https://" + base.getAuthority() + target.prefix() + path))
                .timeout(Duration.ofSeconds(60));
        target.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request.build();
    }
}
