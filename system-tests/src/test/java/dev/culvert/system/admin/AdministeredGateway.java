package dev.culvert.system.admin;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A gateway that {@code gateway init} made without any cluster, and the command line of whoever administers it. */
final class AdministeredGateway implements AutoCloseable {
    private final Path home;
    private final String url;
    private final Daemon gateway;

    private AdministeredGateway(Path home, String url, Daemon gateway) {
        this.home = home;
        this.url = url;
        this.gateway = gateway;
    }

    static AdministeredGateway start(String name) {
        Path home = Scratch.directory(name);
        int port = Rig.freePort();
        int privatePort = Rig.freePort();
        Command.of(Daemon.java(), "-jar", Repository.jar("gateway").toString(), "init", "--dir", home.toString())
                .with("--host", "localhost", "--address", "127.0.0.1", "--port", Integer.toString(port))
                .with("--private-address", "127.0.0.1:" + privatePort)
                .run()
                .orFail();
        Daemon gateway = Daemon.start(
                        name + "-gateway",
                        List.of(
                                Daemon.java(),
                                "-jar",
                                Repository.jar("gateway").toString(),
                                "run",
                                "--config",
                                home.resolve("gateway.yaml").toString()),
                        Map.of("CULVERT_LOG_LEVEL", "DEBUG"),
                        URI.create("http://127.0.0.1:" + privatePort + "/readyz"))
                .awaitReady();
        return new AdministeredGateway(home, "https://localhost:" + port, gateway);
    }

    String url() {
        return url;
    }

    /** Where its files are, and those of the test beside them. */
    Path file(String name) {
        return home.resolve(name);
    }

    Path authority() {
        return home.resolve("ca.crt");
    }

    String log() {
        return gateway.log();
    }

    /** {@code culvert} of the administrator. */
    Outcome culvert(String... arguments) {
        return cli().env("CULVERT_SERVER", url)
                .env("CULVERT_CA_FILE", authority().toString())
                .env("CULVERT_TOKEN_FILE", file("caller-admin.token").toString())
                .with(arguments)
                .run();
    }

    /** {@code culvert} of somebody with that token. */
    Outcome as(String token, String... arguments) {
        return cli().env("CULVERT_SERVER", url)
                .env("CULVERT_CA_FILE", authority().toString())
                .env("CULVERT_TOKEN", token)
                .with(arguments)
                .run();
    }

    /** {@code culvert} of nobody in particular. */
    Command cli() {
        return Command.of(
                        Daemon.java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Repository.jar("admin-cli").toString())
                .env("XDG_CONFIG_HOME", home.toString());
    }

    /** An agent that has come; the test closes it. */
    Daemon agent(Path token, Path kubeconfig) {
        int health = Rig.freePort();
        Daemon agent = Daemon.start(
                home.getFileName() + "-agent",
                List.of(
                        Daemon.java(),
                        "-jar",
                        Repository.jar("cluster-proxy").toString(),
                        "run",
                        "--gateway",
                        url,
                        "--token-file",
                        token.toString(),
                        "--ca-file",
                        authority().toString(),
                        "--kubeconfig",
                        kubeconfig.toString(),
                        "--health-address",
                        "127.0.0.1:" + health),
                Map.of(),
                URI.create("http://127.0.0.1:" + health + "/readyz"));
        try {
            return agent.awaitReady();
        } catch (RuntimeException | Error e) {
            agent.close();
            throw e;
        }
    }

    /** The token in a file. */
    static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
    }
}
