package dev.culvert.agent.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the agent is told.
 *
 * @param gateways 1 to 16, each once
 * @param tokenFile holds the agent's token; read again when it changes, so that it can be rotated in place
 * @param gatewayCa PEM authorities that verify the gateway; read again when it changes; null: the system's
 * @param certificateDirectory where the agent's keys and certificates are kept; null: in memory alone
 * @param kubeconfig names the API server and the agent's own credential there; null: the service account of the pod
 * @param context of the kubeconfig; null: its current one
 * @param carriers held at once to each gateway; 1 to 16
 * @param health where health is served; null: nowhere
 * @param drainGrace what running requests get when the agent is told to stop
 * @param reload between two looks at the files, 1 s to 1 h
 * @param rightsCheck between two looks at the agent's own rights in the cluster; zero: none
 */
public record AgentConfig(
        List<GatewayRoute> gateways,
        Path tokenFile,
        @Nullable Path gatewayCa,
        @Nullable Path certificateDirectory,
        @Nullable Path kubeconfig,
        @Nullable String context,
        CarrierKind carrier,
        int carriers,
        @Nullable HostPort health,
        Duration drainGrace,
        Duration reload,
        Duration rightsCheck) {
    private static final int MAX_GATEWAYS = 16;

    public AgentConfig {
        gateways = List.copyOf(gateways);
        requireDifferent(gateways);
        requireFile("--token-file", tokenFile);
        if (gatewayCa != null) {
            requireFile("--ca-file", gatewayCa);
        }
        if (certificateDirectory != null
                && !(Files.isDirectory(certificateDirectory) && Files.isWritable(certificateDirectory))) {
            throw new ConfigurationException(
                    "--certificate-dir: no directory that can be written to: " + certificateDirectory);
        }
        if (kubeconfig != null) {
            requireFile("--kubeconfig", kubeconfig);
        }
        if (context != null && kubeconfig == null) {
            throw new ConfigurationException("--context needs --kubeconfig");
        }
        if (carriers < 1 || carriers > 16) {
            throw new ConfigurationException("--carriers " + carriers + " is not between 1 and 16");
        }
        if (drainGrace.isNegative() || drainGrace.compareTo(Duration.ofHours(1)) > 0) {
            throw new ConfigurationException("--drain-grace " + drainGrace.toSeconds() + " is not between 0 and 3600");
        }
        if (reload.toSeconds() < 1 || reload.compareTo(Duration.ofHours(1)) > 0) {
            throw new ConfigurationException("--reload " + reload.toSeconds() + " is not between 1 and 3600");
        }
        if (!rightsCheck.isZero()
                && (rightsCheck.compareTo(Duration.ofSeconds(10)) < 0
                        || rightsCheck.compareTo(Duration.ofDays(1)) > 0)) {
            throw new ConfigurationException(
                    "--rights-check " + rightsCheck.toSeconds() + " is neither 0 nor between 10 and 86400");
        }
    }

    private static void requireDifferent(List<GatewayRoute> gateways) {
        if (gateways.isEmpty() || gateways.size() > MAX_GATEWAYS) {
            throw new ConfigurationException(
                    "--gateway names " + gateways.size() + " gateways: there can be 1 to " + MAX_GATEWAYS);
        }
        Set<String> seen = new HashSet<>();
        for (GatewayRoute route : gateways) {
            if (!seen.add(route.gateway().toString().toLowerCase(Locale.ROOT))) {
                throw new ConfigurationException("--gateway names " + route.gateway() + " twice");
            }
        }
    }

    private static void requireFile(String option, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigurationException(option + ": no such file: " + file);
        }
        if (!Files.isReadable(file)) {
            throw new ConfigurationException(option + ": not readable: " + file);
        }
    }
}
