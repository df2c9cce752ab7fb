package dev.culvert.agent.replay;

import dev.culvert.agent.credentials.ApiAccess;
import dev.culvert.agent.credentials.InCluster;
import dev.culvert.agent.credentials.Kubeconfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An access to a test's own API server, read in the way that a pod reads it. */
public final class Access {
    public static final String TOKEN = "the-agents-own-token";

    private Access() {}

    public static ApiAccess to(int port, TestAuthority authority) throws Exception {
        Path directory = Files.createTempDirectory("serviceaccount");
        Files.writeString(directory.resolve("token"), TOKEN);
        Files.writeString(directory.resolve("ca.crt"), authority.authorityPem());
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", Integer.toString(port));
        return new InCluster(environment::get, directory).read();
    }

    /** By a kubeconfig that trusts whatever answers at that URL. */
    public static ApiAccess unverified(String url, String token) throws Exception {
        Path file = Files.createTempFile("kubeconfig", "");
        Files.writeString(file, """
                current-context: c
                contexts: [{name: c, context: {cluster: c, user: u}}]
                clusters: [{name: c, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
                users: [{name: u, user: {token: "%s"}}]
                """.formatted(url, token));
        return new Kubeconfig(file, null).read();
    }
}
