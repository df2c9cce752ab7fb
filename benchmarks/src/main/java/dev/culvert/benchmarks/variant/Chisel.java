package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.process.Daemon;
import dev.culvert.benchmarks.process.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A TCP port at the centre, forwarded through SSH in a WebSocket over TLS. */
final class Chisel extends Peer {

    private static final String USER = "benchmark:no-secret";

    Chisel() {
        super("chisel");
    }

    @Override
    public String description() {
        return "chisel's reverse port forwarding: SSH in a WebSocket over TLS; the caller's TLS ends at the backend";
    }

    @Override
    Route open(Ground ground, List<Daemon> daemons) throws IOException {
        String centre = ground.network().centre().address();
        int port = Ports.free();
        int forwarded = Ports.free();
        String remote = "R:" + centre + ":" + forwarded;
        daemons.add(atCentre(
                        ground,
                        "chisel",
                        List.of(
                                "server",
                                "--host=" + centre,
                                "--port=" + port,
                                "--reverse",
                                "--authfile=" + users(ground, remote),
                                "--tls-cert=" + ground.certificates().certificate(),
                                "--tls-key=" + ground.certificates().key()))
                .awaitListening(centre, port));
        daemons.add(atEdge(
                ground,
                "chisel",
                List.of(
                        "client",
                        "--tls-ca=" + ground.certificates().authority(),
                        "https://" + centre + ":" + port,
                        remote + ":" + backend(ground)),
                Map.of("AUTH", USER)));
        // The server opens it when the client asks for it.
        daemons.get(1).awaitListening(centre, forwarded);
        return new Route(ground.backend().endpoint().at(centre, forwarded), daemons);
    }

    private static Path users(Ground ground, String remote) throws IOException {
        Path file = ground.directory().resolve("users.json");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "{\"" + USER + "\": [\"^" + remote + "$\"]}");
    }
}
