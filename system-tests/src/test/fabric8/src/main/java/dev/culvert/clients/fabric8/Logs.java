package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What containers said. */
final class Logs {

    private final KubernetesClient client;
    private final String namespace;

    Logs(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add(
                "log",
                () -> List.of(
                        pod("shell").getLog(),
                        pod("shell").tailingLines(1).getLog(),
                        Objects.refused(() -> pod("shell").inContainer("absent").getLog())));
        cases.add("log watch", this::watch);
    }

    private Object watch() throws IOException {
        List<String> lines = new ArrayList<>();
        try (LogWatch watch = pod("ticker").watchLog();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            while (lines.size() < 5) {
                lines.add(reader.readLine());
            }
        }
        return lines;
    }

    private PodResource pod(String name) {
        return client.pods().inNamespace(namespace).withName(name);
    }
}
