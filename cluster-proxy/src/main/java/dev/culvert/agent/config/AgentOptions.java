package dev.culvert.agent.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The command line's options. What is not given there is taken from the environment, by the name in the description. */
public final class AgentOptions {
    @Option(
            names = "--gateway",
            paramLabel = "URL[,URL...]",
            description =
                    "https://HOST[:PORT] of the gateway; of all of them, where there are several. Can be repeated."
                            + " CULVERT_GATEWAY, with commas or blanks between them")
    private List<String> gateways = new ArrayList<>();

    @Option(names = "--token-file", paramLabel = "FILE", description = "Holds the agent's token. CULVERT_TOKEN_FILE")
    private @Nullable String tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM authorities that verify the gateway; without it, the system's. CULVERT_CA_FILE")
    private @Nullable String caFile;

    @Option(
            names = "--certificate-dir",
            paramLabel = "DIR",
            description =
                    "Where the agent keeps its key and certificate, of each gateway; in memory alone where not given."
                            + " CULVERT_CERTIFICATE_DIR")
    private @Nullable String certificateDirectory;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "How to reach the API server; without it, the pod's service account. CULVERT_KUBECONFIG")
    private @Nullable String kubeconfig;

    @Option(names = "--context", paramLabel = "NAME", description = "Context of the kubeconfig. CULVERT_CONTEXT")
    private @Nullable String context;

    @Option(
            names = "--carrier",
            paramLabel = "KIND",
            description = "auto, grpc or websocket; auto where not given. CULVERT_CARRIER")
    private @Nullable String carrier;

    @Option(
            names = "--carriers",
            paramLabel = "N",
            description = "Connections to each gateway, 2 where not given. CULVERT_CARRIERS")
    private @Nullable String carriers;

    @Option(
            names = "--health-address",
            paramLabel = "HOST:PORT",
            description = "Serves /healthz and /readyz over HTTP, *:PORT on all addresses; nowhere where not given."
                    + " CULVERT_HEALTH_ADDRESS")
    private @Nullable String healthAddress;

    @Option(
            names = "--drain-grace",
            paramLabel = "SECONDS",
            description = "What running requests get at SIGTERM, 20 where not given. CULVERT_DRAIN_GRACE")
    private @Nullable String drainGrace;

    @Option(
            names = "--reload",
            paramLabel = "SECONDS",
            description = "Between two looks at the files that are named, 10 where not given. CULVERT_RELOAD")
    private @Nullable String reload;

    @Option(
            names = "--rights-check",
            paramLabel = "SECONDS",
            description =
                    "Between two looks at the agent's own rights, 300 where not given; 0: none. CULVERT_RIGHTS_CHECK")
    private @Nullable String rightsCheck;

    /**
     * Checks everything and fails with {@link ConfigurationException}.
     *
     * @param environment null for a variable that is not set
     */
    public AgentConfig resolve(Function<String, @Nullable String> environment) {
        String health = optional("--health-address", healthAddress, environment);
        String ca = optional("--ca-file", caFile, environment);
        String certificates = optional("--certificate-dir", certificateDirectory, environment);
        String kube = optional("--kubeconfig", kubeconfig, environment);
        return new AgentConfig(
                routes(environment),
                path("--token-file", required("--token-file", tokenFile, environment)),
                ca == null ? null : path("--ca-file", ca),
                certificates == null ? null : path("--certificate-dir", certificates),
                kube == null ? null : path("--kubeconfig", kube),
                optional("--context", context, environment),
                kind(optional("--carrier", carrier, environment)),
                number("--carriers", optional("--carriers", carriers, environment), 2),
                health == null ? null : HostPort.ofListener("--health-address", health),
                Duration.ofSeconds(number("--drain-grace", optional("--drain-grace", drainGrace, environment), 20)),
                Duration.ofSeconds(number("--reload", optional("--reload", reload, environment), 10)),
                Duration.ofSeconds(
                        number("--rights-check", optional("--rights-check", rightsCheck, environment), 300)));
    }

    private List<GatewayRoute> routes(Function<String, @Nullable String> environment) {
        String given = gateways.isEmpty() ? null : String.join(",", gateways);
        List<GatewayRoute> routes = new ArrayList<>();
        for (String url : required("--gateway", given, environment).split("[,\\s]+", -1)) {
            if (!url.isEmpty()) {
                HostPort gateway = HostPort.ofGateway(url);
                ProxySettings proxy =
                        ProxySettings.fromEnvironment(environment, gateway).orElse(null);
                routes.add(new GatewayRoute(gateway, proxy));
            }
        }
        return routes;
    }

    private static String required(
            String option, @Nullable String given, Function<String, @Nullable String> environment) {
        String value = optional(option, given, environment);
        if (value == null) {
            throw new ConfigurationException(option + " (or " + variable(option) + ") is missing");
        }
        return value;
    }

    private static @Nullable String optional(
            String option, @Nullable String given, Function<String, @Nullable String> environment) {
        String value = given != null ? given : environment.apply(variable(option));
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String variable(String option) {
        return "CULVERT_" + option.substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static Path path(String option, String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(option + " is not a path: " + value);
        }
    }

    private static int number(String option, @Nullable String value, int otherwise) {
        try {
            return value == null ? otherwise : Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ConfigurationException(option + " is not a whole number: " + value);
        }
    }

    private static CarrierKind kind(@Nullable String value) {
        if (value == null) {
            return CarrierKind.AUTO;
        }
        for (CarrierKind kind : CarrierKind.values()) {
            if (kind.name().equalsIgnoreCase(value)) {
                return kind;
            }
        }
        throw new ConfigurationException("--carrier is none of auto, grpc, websocket: " + value);
    }
}
