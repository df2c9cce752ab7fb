package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.place.Place;
import dev.culvert.benchmarks.process.Command;
import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import dev.culvert.benchmarks.process.Toolbox;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An SSH client at the edge that has a port at the centre forwarded to the backend. Callers do TLS with the backend itself, so that
 * each of their bytes is encrypted twice between centre and edge.
 */
final class SshReverse implements Variant {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Override
    public String key() {
        return "ssh-r";
    }

    @Override
    public String description() {
        return "OpenSSH, `ssh -R`: one SSH connection from the edge, and TLS with the backend within";
    }

    @Override
    public Optional<String> version(Toolbox toolbox) {
        return toolbox.version("ssh", "-V");
    }

    @Override
    public Optional<String> missing(Toolbox toolbox) {
        for (String program : List.of("sshd", "ssh", "ssh-keygen")) {
            if (toolbox.find(program).isEmpty()) {
                return Optional.of("no " + program);
            }
        }
        return Optional.empty();
    }

    @Override
    public Route open(Ground ground) throws IOException {
        Place centre = ground.network().centre();
        Path home = ground.directory();
        Path host = key(ground, "host");
        Path own = key(ground, "user");
        int port = Ports.free();
        int forwarded = Ports.free();
        Path configuration =
                Files.writeString(home.resolve("sshd_config"), SERVER.formatted(centre.address(), port, host, own));
        List<Daemon> daemons = new ArrayList<>();
        try {
            daemons.add(Daemon.start(
                            "sshd",
                            centre.command(server(ground, configuration)),
                            ground.toolbox().environment("sshd"),
                            home.resolve("sshd.log"))
                    .awaitListening(centre.address(), port));
            daemons.add(Daemon.start(
                            "ssh",
                            ground.network().edge().command(client(ground, own, port, forwarded)),
                            ground.toolbox().environment("ssh"),
                            home.resolve("ssh.log"))
                    .awaitListening(centre.address(), forwarded));
        } catch (RuntimeException e) {
            daemons.forEach(Daemon::close);
            throw e;
        }
        return new Route(ground.backend().endpoint().at(centre.address(), forwarded), daemons);
    }

    private static Path key(Ground ground, String name) {
        Path file = ground.directory().resolve(name);
        Command.run(
                List.of(
                        ground.toolbox().require("ssh-keygen"),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "culvert-benchmarks",
                        "-f",
                        file.toString()),
                ground.toolbox().environment("ssh-keygen"),
                DEADLINE);
        return file;
    }

    private static List<String> server(Ground ground, Path configuration) {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            // As root it wants a user and a directory that only an installed sshd has.
            line.addAll(List.of("unshare", "--user", "--map-user=65534", "--map-group=65534"));
        }
        line.addAll(List.of(ground.toolbox().require("sshd"), "-D", "-e", "-f", configuration.toString()));
        return line;
    }

    private static List<String> client(Ground ground, Path key, int port, int forwarded) {
        String centre = ground.network().centre().address();
        URI backend = ground.backend().endpoint().base();
        return List.of(
                ground.toolbox().require("ssh"),
                "-N",
                "-F",
                "none",
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "BatchMode=yes",
                "-o",
                "ExitOnForwardFailure=yes",
                // The host's key was made a moment ago, by us.
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-p",
                Integer.toString(port),
                "-R",
                centre + ":" + forwarded + ":" + backend.getHost() + ":" + backend.getPort(),
                (isRoot() ? "nobody" : System.getProperty("user.name")) + "@" + centre);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static final String SERVER = """
        ListenAddress %s
        Port %d
        HostKey %s
        AuthorizedKeysFile %s.pub
        PidFile none
        UsePAM no
        StrictModes no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        AllowTcpForwarding remote
        GatewayPorts clientspecified
        MaxStartups 1000
        """;
}
