package dev.culvert.gateway;

import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.doctor.Doctor;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.Report;
import dev.culvert.tunnel.transport.Transports;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gateway doctor}: says what does not work. */
@Command(
        name = "doctor",
        description =
                "Looks at what the configuration names, and at the gateway that runs by it, and says what does not work.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:nothing has failed", "1:something has", "2:the options are not understood"})
final class DoctorCommand implements Callable<Integer> {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final Function<String, @Nullable String> environment;

    /** How the report is written. */
    enum Output {
        text,
        json
    }

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "gateway.yaml; else the environment's CULVERT_CONFIG names it")
    private @Nullable Path config;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "an administrator's token, to look at the clusters of the running gateway")
    private @Nullable Path tokenFile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Output output = Output.text;

    @Spec
    private @Nullable CommandSpec spec;

    DoctorCommand(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Report report = examine(RunCommand.configPath(config, environment), token(), DEADLINE);
        if (spec != null) {
            spec.commandLine().getOut().print(output == Output.json ? report.json() : report.text());
            spec.commandLine().getOut().flush();
        }
        return report.healthy() ? 0 : 1;
    }

    private Optional<String> token() throws IOException {
        if (tokenFile == null) {
            return Optional.empty();
        }
        String token = Files.readString(tokenFile).strip();
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            throw new IllegalArgumentException(tokenFile + " does not hold one token");
        }
        return Optional.of(token);
    }

    /**
     * Blocks for some deadlines at most.
     *
     * @param deadline of each step
     */
    static Report examine(Path file, Optional<String> token, Duration deadline) {
        List<Finding> findings = new ArrayList<>();
        GatewayConfig loaded;
        try {
            loaded = ConfigFile.load(file);
        } catch (ConfigException e) {
            return new Report(List.of(Finding.failed(
                    "configuration",
                    String.valueOf(e.getMessage()),
                    "nothing else was tried: the gateway does not start with it")));
        }
        findings.add(Finding.ok("configuration", file.toString()));
        Vertx vertx = Transports.vertx();
        try {
            findings.addAll(
                    new Doctor(vertx, loaded, IssuerTrust::of, deadline, InstantSource.system()).examine(token));
            return new Report(findings);
        } finally {
            try {
                vertx.close().await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                // The process ends all the same.
            }
        }
    }
}
