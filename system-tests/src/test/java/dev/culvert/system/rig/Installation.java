package dev.culvert.system.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What {@code gateway init} left in a directory. */
public final class Installation {

    /** A registered cluster whose agent never comes. */
    public static final String VACANT = "vacant";

    /** A registered cluster whose agent is a test. */
    public static final String LIAR = "liar";

    /** Below it every cluster has a host name of its own. */
    public static final String DOMAIN = "clusters.test";

    private final Path home;
    private final String configuration;
    private final int port;
    private final int privatePort;

    private Installation(Path home, String configuration, int port, int privatePort) {
        this.home = home;
        this.configuration = configuration;
        this.port = port;
        this.privatePort = privatePort;
    }

    static Installation none() {
        return new Installation(Path.of("/nonexistent"), "gateway.yaml", 0, 0);
    }

    public static Installation create(Path home) {
        int port = Rig.freePort();
        int privatePort = Rig.freePort();
        Command.of(Daemon.java(), "-jar", Repository.jar("gateway").toString(), "init")
                .with("--dir", home.toString(), "--host", "localhost", "--cluster", Rig.CLUSTER)
                .with("--address", "127.0.0.1", "--port", Integer.toString(port))
                .with("--private-address", "127.0.0.1:" + privatePort, "--domain", DOMAIN)
                .run()
                .orFail();
        Installation installation = new Installation(home, "gateway.yaml", port, privatePort);
        installation.register(VACANT, LIAR);
        return installation;
    }

    /** Another gateway of the same files, with what the configuration of this one says now: on other ports, and without a store. */
    public Installation sibling(String name) {
        Installation sibling = new Installation(home, name + ".yaml", Rig.freePort(), Rig.freePort());
        try {
            String yaml = Files.readString(config());
            String theirs = yaml.replace("\"127.0.0.1:" + port + "\"", "\"127.0.0.1:" + sibling.port + "\"")
                    .replace("\"127.0.0.1:" + privatePort + "\"", "\"127.0.0.1:" + sibling.privatePort + "\"")
                    .replace("store:\n  file: culvert.db\n", "");
            if (!theirs.contains(":" + sibling.port) || !theirs.contains(":" + sibling.privatePort)) {
                throw new AssertionError("no ports in " + config());
            }
            Files.writeString(sibling.config(), theirs);
            return sibling;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The line that runs this gateway. */
    public List<String> gatewayLine(String... javaOptions) {
        List<String> line = new ArrayList<>(List.of(Daemon.java()));
        line.addAll(List.of(javaOptions));
        line.addAll(List.of("-jar", Repository.jar("gateway").toString()));
        line.addAll(List.of("run", "--config", config().toString()));
        return line;
    }

    /**
     * The line that runs an agent of this gateway's.
     *
     * @param health the port of its health
     * @param more options of the agent
     */
    public List<String> agentLine(Path kubeconfig, int health, List<String> javaOptions, String... more) {
        List<String> line = new ArrayList<>(List.of(Daemon.java()));
        line.addAll(javaOptions);
        line.addAll(List.of("-jar", Repository.jar("cluster-proxy").toString(), "run"));
        line.addAll(List.of("--gateway", url(), "--token-file", agentToken().toString()));
        line.addAll(List.of("--ca-file", authority().toString(), "--kubeconfig", kubeconfig.toString()));
        line.addAll(List.of("--health-address", "127.0.0.1:" + health));
        line.addAll(List.of(more));
        return line;
    }

    public String url() {
        return "https://localhost:" + port;
    }

    public int port() {
        return port;
    }

    public int privatePort() {
        return privatePort;
    }

    public URI gatewayReady() {
        return URI.create("http://127.0.0.1:" + privatePort + "/readyz");
    }

    public Path config() {
        return home.resolve(configuration);
    }

    public Path authority() {
        return home.resolve("ca.crt");
    }

    /** The authority's key. */
    public Path authorityKey() {
        return home.resolve("ca.key");
    }

    /** The gateway's certificate, for localhost. */
    public Path certificate() {
        return home.resolve("gateway.crt");
    }

    /** Its key. */
    public Path key() {
        return home.resolve("gateway.key");
    }

    /** The file with the agent's token. */
    public Path agentToken() {
        return only("agent");
    }

    /** The file with the caller's token. */
    public Path callerToken() {
        return only("caller");
    }

    /** The token with which an agent of one of the other two registered clusters would come. */
    public String otherAgentToken(String cluster) {
        return "cva_test-" + cluster + "-" + home.getFileName() + "-0123456789abcdefghijklmnopqrstuvwxyz";
    }

    /** Every token that was made: none may be seen in a log. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        if (Files.isDirectory(home)) {
            secrets.add(read(agentToken()));
            secrets.add(read(callerToken()));
            secrets.add(otherAgentToken(VACANT));
            secrets.add(otherAgentToken(LIAR));
            secrets.add(Callers.ALICE);
            secrets.add(Callers.CROWD);
        }
        return secrets;
    }

    /** Of the caller who acts as the agent, for this gateway. */
    public Path writeKubeconfig() {
        return writeKubeconfig("caller-" + port + ".kubeconfig", "--form", "path");
    }

    Path writeHostKubeconfig() {
        return writeKubeconfig("host.kubeconfig", "--form", "host", "--domain", DOMAIN);
    }

    private Path writeKubeconfig(String name, String... form) {
        Path file = home.resolve(name);
        Command.of(Daemon.java(), "-jar", Repository.jar("kubeconfig-gen").toString())
                .with("--gateway", url(), "--cluster", Rig.CLUSTER)
                .with(
                        "--ca-file",
                        authority().toString(),
                        "--token-file",
                        callerToken().toString())
                .with("--output", file.toString())
                .with(form)
                .run()
                .orFail();
        return file;
    }

    /** Puts more behind the configuration, where the list of callers ends. */
    public void configure(String yaml) {
        try {
            Files.writeString(config(), yaml, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register(String... clusters) {
        StringBuilder entries = new StringBuilder("\nclusters:\n");
        for (String cluster : clusters) {
            entries.append("  - name: ").append(cluster).append("\n    agentTokens:\n      - sha256: ");
            entries.append(sha256(otherAgentToken(cluster))).append('\n');
        }
        try {
            String yaml = Files.readString(config());
            String more = yaml.replace("\nclusters:\n", entries) + Callers.yaml();
            if (!more.contains(entries)) {
                throw new AssertionError("no list of clusters in " + config());
            }
            Files.writeString(config(), more);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path only(String word) {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().contains(word)
                            && file.getFileName().toString().contains("token"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no token file of the " + word + " in " + home));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String read(Path file) {
        try {
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
