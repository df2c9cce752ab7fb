package dev.culvert.system.oidc;

import dev.culvert.system.clients.Installed;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Installation;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The provider as a process. */
final class RealProvider {
    private static final Path SCRIPTS = Repository.root().resolve("system-tests/src/test/oidc");

    private RealProvider() {}

    /** Where it is installed; empty, with a line that says why, where it cannot be. */
    static Optional<Path> installed() {
        return Installed.of(
                "oidc-provider",
                SCRIPTS,
                home -> Command.of("bash", SCRIPTS.resolve("install").toString(), home.toString()));
    }

    /** Starts it at {@code https://localhost:PORT}, with the installation's certificate. */
    static Daemon start(Path installed, int port, Installation installation) {
        int ready = Rig.freePort();
        List<String> line = List.of(
                "node",
                SCRIPTS.resolve("provider.mjs").toString(),
                installed.toString(),
                Integer.toString(port),
                installation.certificate().toString(),
                installation.key().toString(),
                Integer.toString(ready));
        return Daemon.start("oidc-provider", line, Map.of(), URI.create("http://127.0.0.1:" + ready + "/"))
                .awaitReady();
    }
}
