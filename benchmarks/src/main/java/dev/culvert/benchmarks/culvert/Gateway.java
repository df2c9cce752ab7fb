package dev.culvert.benchmarks.culvert;

import dev.culvert.benchmarks.backend.Endpoint;
import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A gateway with the settings that {@code gateway init} makes, and one cluster.
 *
 * @param repository the checkout, with everything built
 * @param place where it runs
 * @param home the directory of its files
 * @param port its public one
 * @param privatePort for its health
 */
public record Gateway(Path repository, Place place, Path home, int port, int privatePort) {

    private static final String CLUSTER = "bench";
    private static final String CLUSTERS = "\nclusters:\n";
    private static final String CALLERS = "\ncallers:\n";

    /** Makes the files of a new one. */
    public static Gateway init(Path repository, Place place, Path home) {
        Gateway gateway = new Gateway(repository, place, home, Ports.free(), Ports.free());
        Command.run(
                List.of(
                        script(repository, "gateway"),
                        "init",
                        "--dir=" + home,
                        "--host=localhost," + place.address(),
                        "--cluster=" + CLUSTER,
                        "--address=" + place.address(),
                        "--port=" + gateway.port(),
                        "--private-address=" + place.address() + ":" + gateway.privatePort()),
                Map.of(),
                Duration.ofSeconds(60));
        return gateway;
    }

    static String script(Path repository, String name) {
        return repository.resolve("scripts").resolve(name).toString();
    }

    /**
     * Adds to its configuration before it starts.
     *
     * @param clusters items of the list of clusters, in YAML
     * @param sections further ones, in YAML
     */
    public void configure(String clusters, String sections) throws IOException {
        insert(CLUSTERS, clusters);
        Files.writeString(configuration(), "\n" + sections, StandardOpenOption.APPEND);
    }

    /** Adds a caller whom no rule gives any cluster, before the gateway starts. */
    public void addStranger(String token) throws IOException {
        insert(CALLERS, "  - name: stranger\n    tokens:\n      - sha256: \"" + hash(token) + "\"\n");
    }

    private void insert(String section, String items) throws IOException {
        Path file = configuration();
        String before = Files.readString(file);
        if (!before.contains(section)) {
            throw new IllegalStateException("gateway init made a configuration without" + section.strip());
        }
        Files.writeString(file, before.replace(section, section + items));
    }

    /** As its configuration has a token. */
    public static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /**
     * Starts it and waits until it is ready.
     *
     * @param javaOptions that win over its own; may be empty
     */
    public Daemon start(String javaOptions, Path log) {
        List<String> line = List.of(
                script(repository, "gateway"),
                "run",
                "--config",
                configuration().toString());
        return Jvm.start("gateway", place.command(line), javaOptions, log)
                .awaitReady(URI.create("http://" + place.address() + ":" + privatePort + "/readyz"));
    }

    /** The same with its process in another place, at the same address. */
    public Gateway in(Place other) {
        return new Gateway(repository, other, home, port, privatePort);
    }

    /** Where agents dial. */
    public URI url() {
        return URI.create("https://" + place.address() + ":" + port);
    }

    /** The certificate that verifies it. */
    public Path authority() {
        return home.resolve("ca.crt");
    }

    /** The file with the token of the cluster's agent. */
    Path agentToken() {
        return home.resolve("agent-" + CLUSTER + ".token");
    }

    /** What its caller sends requests for its cluster to. */
    public Endpoint endpoint() throws IOException {
        return endpoint(CLUSTER);
    }

    /** What its caller sends requests for that cluster to. */
    public Endpoint endpoint(String cluster) throws IOException {
        String token = Files.readString(home.resolve("caller-admin.token")).strip();
        return new Endpoint(URI.create(url() + "/clusters/" + cluster), authority(), Optional.of(token));
    }

    private Path configuration() {
        return home.resolve("gateway.yaml");
    }
}
