package dev.culvert.gateway;

import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.setup.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the files of a new gateway. */
@Command(
        name = "init",
        description = "Makes a CA, a server certificate, tokens and gateway.yaml in a directory.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class InitCommand implements Callable<Integer> {
    /** How callers act in the clusters. */
    enum Mode {
        agent,
        impersonate
    }

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where to; made if it is missing")
    private Path directory = Path.of("");

    @Option(
            names = "--host",
            required = true,
            split = ",",
            paramLabel = "HOST",
            description = "DNS names and IP addresses at which callers and agents reach the gateway")
    private List<String> hosts = List.of();

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description = "the first cluster's name, if it is to be in the file")
    private @Nullable String cluster;

    @Option(
            names = "--caller",
            paramLabel = "NAME",
            description = "the first caller's name (${DEFAULT-VALUE}), who administers the gateway")
    private String caller = "admin";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "how the caller acts in the clusters: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Mode mode = Mode.agent;

    @Option(names = "--port", paramLabel = "PORT", description = "the public port (${DEFAULT-VALUE})")
    private int port = 8443;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "the address that the public port is on (${DEFAULT-VALUE})")
    private String address = "0.0.0.0";

    @Option(
            names = "--private-address",
            paramLabel = "ADDRESS:PORT",
            description = "where health is served (${DEFAULT-VALUE})")
    private String privateAddress = "127.0.0.1:8081";

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "also serve each cluster at NAME.DOMAIN; the certificate gets a wildcard")
    private @Nullable String domain;

    @Option(names = "--force", description = "replace files that are there")
    private boolean force;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Installation installation = new Installation(
                hosts,
                cluster,
                caller,
                mode == Mode.impersonate,
                new Address(address, port),
                Address.parse(privateAddress),
                domain == null ? null : domain.toLowerCase(Locale.ROOT));
        Map<String, String> files = installation.write(directory, force, InstantSource.system());
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            files.forEach((name, purpose) -> out.printf("%-28s %s%n", directory.resolve(name), purpose));
            out.flush();
        }
        return 0;
    }
}
