package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Ports of a pod on this machine. */
final class Forwards {

    private final KubernetesClient client;
    private final String namespace;

    Forwards(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add("port-forward", this::pages);
        cases.add("port-forward of a megabyte each way", this::megabyte);
        cases.add("port-forward to a port that is closed", this::closed);
    }

    private Object pages() throws IOException, InterruptedException {
        List<String> pages = new ArrayList<>();
        try (LocalPortForward forward = to(8080)) {
            URI page = URI.create("http://localhost:" + forward.getLocalPort() + "/index.html");
            for (int i = 0; i < 3; i++) {
                pages.add(HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
            }
        }
        return pages;
    }

    private Object megabyte() throws IOException {
        byte[] bytes = new byte[1 << 20];
        new Random(1).nextBytes(bytes);
        byte[] heard = new byte[bytes.length];
        try (LocalPortForward forward = to(7007);
                Socket socket = new Socket("localhost", forward.getLocalPort())) {
            for (int at = 0; at < bytes.length; at += 32_768) {
                socket.getOutputStream().write(bytes, at, 32_768);
                socket.getOutputStream().flush();
                socket.getInputStream().readNBytes(heard, at, 32_768);
            }
        }
        return Arrays.equals(bytes, heard);
    }

    private Object closed() throws IOException {
        try (LocalPortForward forward = to(9);
                Socket socket = new Socket("localhost", forward.getLocalPort())) {
            return socket.getInputStream().readAllBytes().length;
        }
    }

    private LocalPortForward to(int port) {
        return client.pods().inNamespace(namespace).withName("shell").portForward(port);
    }
}
