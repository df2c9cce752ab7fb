package dev.culvert.system.clients;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a program a host name that leads to this machine, without a change to the program or to the machine: in a mount
 * namespace of its own the program sees another /etc/hosts.
 */
final class HostNames {

    private static final Path HOSTS = Path.of("/etc/hosts");

    private static final String SCRIPT = "mount --bind \"$0\" " + HOSTS + " && exec \"$@\"";

    private HostNames() {}

    static boolean canBeGiven() {
        return given("probe.test", "getent", "hosts", "probe.test").run().exit() == 0;
    }

    /** The command line, for which the name leads to this machine. */
    static Command given(String name, String... line) {
        return Command.of("unshare", "--mount", "--map-root-user", "--", "sh", "-c", SCRIPT, file(name))
                .with(line);
    }

    private static String file(String name) {
        try {
            Path file = Scratch.file("hosts");
            Files.writeString(file, Files.readString(HOSTS) + "\n127.0.0.1 " + name + "\n");
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
