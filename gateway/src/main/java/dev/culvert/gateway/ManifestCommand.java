package dev.culvert.gateway;

import dev.culvert.gateway.config.ClusterConfig;
import dev.culvert.gateway.install.Gateways;
import dev.culvert.gateway.install.Manifest;
import dev.culvert.gateway.install.ManifestParameters;
import dev.culvert.gateway.install.Rights;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints what is applied to a cluster for its agent to run there. */
@Command(
        name = "manifest",
        description = "Prints the manifest of a cluster's agent, for kubectl apply -f -. It holds the agent's token.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ManifestCommand implements Callable<Integer> {
    private static final long MAX_FILE = 1 << 20;

    /** Whose rights callers have. */
    enum Mode {
        agent,
        impersonate
    }

    /** Versions of {@code policy}, as they are written. */
    enum Policy {
        v1,
        v1beta1
    }

    @Option(
            names = "--cluster",
            required = true,
            paramLabel = "NAME",
            description = "the cluster's name at the gateway")
    private String cluster = "";

    @Option(
            names = "--gateway",
            required = true,
            split = ",",
            paramLabel = "URL",
            description =
                    "https://HOST[:PORT] of the gateway, as seen from the cluster; of each, where there are several")
    private List<String> gateways = List.of();

    @Option(
            names = "--token-file",
            required = true,
            paramLabel = "FILE",
            description = "holds the agent's token; -: standard input")
    private String token = "";

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "PEM authorities that verify the gateway; without it, the public ones do")
    private @Nullable Path authorities;

    @Option(
            names = "--proxy-file",
            paramLabel = "FILE",
            description = "holds the URL of an HTTP proxy on the way to the gateway")
    private @Nullable Path proxy;

    @Option(
            names = "--mode",
            split = ",",
            paramLabel = "MODE",
            description = "whose rights callers have in the cluster, of ${COMPLETION-CANDIDATES} one or both (agent)")
    private Set<Mode> modes = Set.of(Mode.agent);

    @Option(
            names = "--cluster-role",
            paramLabel = "NAME",
            description = "the agent's own rights, in mode agent (${DEFAULT-VALUE})")
    private String clusterRole = Rights.VIEW;

    @Option(
            names = "--impersonate-user",
            paramLabel = "NAME",
            description = "a user whom callers may be in mode impersonate; without one, all and every service account")
    private List<String> users = List.of();

    @Option(
            names = "--impersonate-group",
            paramLabel = "NAME",
            description =
                    "a group that callers may have in mode impersonate; without one, all, system:masters included")
    private List<String> groups = List.of();

    @Option(
            names = "--impersonate-extra",
            paramLabel = "KEY",
            description = "a key of extra values that callers have in mode impersonate; without one, none")
    private List<String> extraKeys = List.of();

    @Option(names = "--image", paramLabel = "REFERENCE", description = "of the agent (docker.io/culvert/cluster-proxy)")
    private String image = ManifestParameters.defaultImage(Version.number());

    @Option(names = "--namespace", paramLabel = "NAME", description = "that is made (${DEFAULT-VALUE})")
    private String namespace = ManifestParameters.NAMESPACE;

    @Option(names = "--replicas", paramLabel = "N", description = "agents (${DEFAULT-VALUE})")
    private int replicas = 2;

    @Option(names = "--priority-class", paramLabel = "NAME", description = "of the pods; it must exist")
    private @Nullable String priorityClass;

    @Option(
            names = "--policy-version",
            paramLabel = "VERSION",
            description =
                    "of the PodDisruptionBudget: ${COMPLETION-CANDIDATES}; v1 needs Kubernetes 1.21 (${DEFAULT-VALUE})")
    private Policy policy = Policy.v1;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        ClusterConfig.requireLegal(cluster, "--cluster");
        ManifestParameters parameters = new ManifestParameters(
                cluster,
                namespace,
                image,
                Gateways.of(gateways),
                readToken(),
                authorities == null ? Optional.empty() : Optional.of(read(authorities)),
                proxy == null ? Optional.empty() : Optional.of(read(proxy).strip()),
                rights(),
                replicas,
                Optional.ofNullable(priorityClass),
                policy == Policy.v1 ? ManifestParameters.PolicyVersion.V1 : ManifestParameters.PolicyVersion.V1BETA1);
        if (spec != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(Manifest.yaml(parameters));
            out.flush();
        }
        return 0;
    }

    private Rights rights() {
        return new Rights(
                modes.contains(Mode.agent) ? Optional.of(clusterRole) : Optional.empty(),
                modes.contains(Mode.impersonate)
                        ? Optional.of(new Rights.Impersonation(users, groups, extraKeys))
                        : Optional.empty());
    }

    private String readToken() throws IOException {
        if (token.equals("-")) {
            return new String(System.in.readNBytes((int) MAX_FILE), StandardCharsets.UTF_8).strip();
        }
        return read(Path.of(token)).strip();
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE) {
            throw new IOException(file + " is too large");
        }
        return Files.readString(file);
    }
}
