package dev.culvert.benchmarks.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.clusters.certificates.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The peers as they are started for a run, as far as they were built. */
final class PeersIT {

    private static final Toolbox TOOLBOX = Toolbox.in(cache());

    @TempDir
    Path directory;

    static Stream<Variant> peers() {
        return Stream.of(new Konnectivity(), new RemoteDialer(), new Chisel());
    }

    @ParameterizedTest
    @MethodSource("peers")
    void requestsShouldBeAnsweredByTheBackendUntilTheRouteIsClosed(Variant peer) throws Exception {
        assumeTrue(peer.missing(TOOLBOX).isEmpty(), () -> peer.missing(TOOLBOX).orElseThrow());
        try (EmbeddedBackend backend = EmbeddedBackend.start(directory)) {
            Certificates certificates =
                    Certificates.create(directory, Network.loopback().addresses());
            Path own = Files.createDirectory(directory.resolve("own"));
            Ground ground = new Ground(backend, Network.loopback(), certificates, TOOLBOX, Path.of(""), own);
            Route route = peer.open(ground);
            List<Daemon> daemons = route.daemons();
            try (route) {
                assertThat(get(route.endpoint(), backend.small())).contains("\"kind\":\"Namespace\"", "\"default\"");
                assertThat(daemons).hasSizeGreaterThanOrEqualTo(2).allMatch(Daemon::alive);
            }
            assertThat(daemons).noneMatch(Daemon::alive);
            assertThat(backend.cluster().requests())
                    .extracting(request -> request.uri())
                    .containsOnlyOnce(backend.small());
        }
    }

    private static String get(Endpoint endpoint, String path) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(TlsContexts.of(Files.readString(endpoint.authority()), Optional.empty()))
                .build();
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri(path))
                .header("Authorization", "Bearer " + endpoint.token().orElseThrow())
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static Path cache() {
        String home = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        return Path.of(home, "culvert-benchmarks");
    }
}
