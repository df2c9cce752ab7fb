package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.ContainerResource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Files and directories to a container and from it. */
final class Copies {

    private static final byte[] BYTES = random(700_000);

    private final KubernetesClient client;
    private final String namespace;

    Copies(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add("copy of a file to the pod", this::upload);
        cases.add("read of a file", this::read);
        cases.add("copy of a file from the pod", this::download);
        cases.add("copy of a directory", this::directory);
    }

    private Object upload() throws IOException {
        Path local = Files.createTempFile("matrix", ".bin");
        Files.write(local, BYTES);
        boolean uploaded = container().file(there()).upload(local);
        Files.delete(local);
        return uploaded;
    }

    private Object read() throws IOException {
        try (InputStream in = container().file(there()).read()) {
            return Arrays.equals(BYTES, in.readAllBytes());
        }
    }

    private Object download() throws IOException {
        Path local = Files.createTempFile("matrix", ".bin");
        boolean copied = container().file(there()).copy(local);
        boolean same = Arrays.equals(BYTES, Files.readAllBytes(local));
        Files.delete(local);
        return List.of(copied, same);
    }

    private String there() {
        return "/tmp/" + namespace + ".bin";
    }

    private Object directory() throws IOException {
        Path from = Files.createTempDirectory("matrix-from");
        Files.createDirectory(from.resolve("inner"));
        Files.write(from.resolve("inner/file"), BYTES);
        Files.writeString(from.resolve("small"), "small");
        String there = "/tmp/" + namespace + ".dir";
        boolean uploaded = container().dir(there).upload(from);
        Path to = Files.createTempDirectory("matrix-to");
        boolean copied = container().dir(there).copy(to);
        Path root = to.resolve(there.substring(1));
        return List.of(
                uploaded,
                copied,
                Arrays.equals(BYTES, Files.readAllBytes(root.resolve("inner/file"))),
                Files.readString(root.resolve("small")));
    }

    private ContainerResource container() {
        return client.pods().inNamespace(namespace).withName("shell").inContainer("main");
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
