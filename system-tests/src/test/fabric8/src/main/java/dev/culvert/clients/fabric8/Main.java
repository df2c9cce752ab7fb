package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Version;

/**
 * {@code KUBECONFIG=FILE java dev.culvert.clients.fabric8.Main NAMESPACE}. The namespace holds the pods "shell" and "ticker"
 * that the client matrix makes.
 */
final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        KubernetesClient client = new KubernetesClientBuilder().build();
        String namespace = arguments[0];
        Cases cases = new Cases();
        cases.add("HTTP client", () -> client.getHttpClient().getClass().getPackageName());
        new Objects(client, namespace).addTo(cases);
        new Watches(client, namespace).addTo(cases);
        new Logs(client, namespace).addTo(cases);
        new Commands(client, namespace).addTo(cases);
        new Copies(client, namespace).addTo(cases);
        new Forwards(client, namespace).addTo(cases);
        cases.run(Version.clientVersion());
        // Threads of a case that hangs must not keep the program from ending.
        System.exit(0);
    }
}
