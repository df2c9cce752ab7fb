package dev.culvert.clusters;

import dev.culvert.clusters.apiserver.http.ApiServer;
import dev.culvert.clusters.apiserver.http.ApiServerOptions;
import dev.culvert.clusters.apiserver.http.SeenRequest;
import dev.culvert.clusters.apiserver.identity.User;
import dev.culvert.clusters.certificates.IssuedCertificate;
import dev.culvert.clusters.certificates.TestAuthority;
import dev.culvert.clusters.kubeconfig.KubeconfigWriter;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stand-in for a Kubernetes API server, in this JVM, over real TLS. It keeps objects as an API server does and answers
 * clients well enough to work with; it schedules nothing and runs no containers.
 */
public final class EmbeddedCluster implements TestCluster {
    private static final String NAME = "culvert-embedded-stand-in";
    private static final String ADMINISTRATOR = "stand-in-admin";
    private static final long DEADLINE_SECONDS = 30;

    private final ApiServer server;
    private final TestAuthority authority;
    private final ClusterAccess access;
    private final Path kubeconfig;
    private final Optional<Path> temporary;

    private EmbeddedCluster(
            ApiServer server,
            TestAuthority authority,
            ClusterAccess access,
            Path kubeconfig,
            Optional<Path> temporary) {
        this.server = server;
        this.authority = authority;
        this.access = access;
        this.kubeconfig = kubeconfig;
        this.temporary = temporary;
    }

    public static EmbeddedCluster start() {
        return start(EmbeddedOptions.defaults());
    }

    /** Starts on the loopback interface and writes the kubeconfig; blocks until requests are served. */
    public static EmbeddedCluster start(EmbeddedOptions options) {
        TestAuthority authority = new TestAuthority("Culvert embedded stand-in CA");
        IssuedCertificate certificate = authority.server(List.of("localhost", "127.0.0.1", "::1"));
        String token = newToken();
        Map<String, User> tokens = new HashMap<>(options.users());
        tokens.put(token, User.of(ADMINISTRATOR, "system:masters"));
        ApiServer server = new ApiServer(new ApiServerOptions(
                "127.0.0.1",
                options.port(),
                certificate.certificatePem(),
                certificate.keyPem(),
                authority.certificatePem(),
                tokens,
                options.bookmarkInterval(),
                options.rememberedChanges()));
        URI url = URI.create("https://127.0.0.1:" + await(server.start()));
        Optional<Path> temporary = options.kubeconfig().isPresent() ? Optional.empty() : Optional.of(newFile());
        Path kubeconfig = options.kubeconfig().or(() -> temporary).orElseThrow();
        KubeconfigWriter.write(kubeconfig, NAME, url, authority.certificatePem(), token);
        ClusterAccess access = new ClusterAccess(url, authority.certificatePem(), Optional.of(token), Optional.empty());
        return new EmbeddedCluster(server, authority, access, kubeconfig, temporary);
    }

    @Override
    public URI server() {
        return access.server();
    }

    @Override
    public Path kubeconfig() {
        return kubeconfig;
    }

    @Override
    public ClusterAccess access() {
        return access;
    }

    /** Access with a client certificate, in place of the administrator's token. */
    public ClusterAccess accessByCertificate(String user, Collection<String> groups) {
        return new ClusterAccess(
                access.server(), access.caPem(), Optional.empty(), Optional.of(authority.client(user, groups)));
    }

    /** The latest requests that arrived here, oldest first. */
    public List<SeenRequest> requests() {
        return server.requests();
    }

    @Override
    public String describe() {
        return "Culvert's embedded stand-in at %s (NOT a Kubernetes cluster: it runs no containers)"
                .formatted(server());
    }

    @Override
    public boolean real() {
        return false;
    }

    @Override
    public void close() {
        await(server.close());
        temporary.ifPresent(EmbeddedCluster::delete);
    }

    private static String newToken() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static Path newFile() {
        try {
            return Files.createTempFile("culvert-stand-in", ".kubeconfig");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the embedded cluster did not answer in time", e);
        }
    }
}
