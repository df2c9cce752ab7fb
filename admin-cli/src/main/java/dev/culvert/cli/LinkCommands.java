package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a cluster gets its agent: by a link for somebody else, or by the manifest itself. */
final class LinkCommands {
    /** Where an answer has the address, the secret within. */
    private static final String ADDRESS = "/status/url";

    private LinkCommands() {}

    /** What is installed: the options of {@code gateway manifest}. What is left out is left to the gateway. */
    static final class AgentOptions {
        @Option(
                names = "--gateway",
                split = ",",
                paramLabel = "URL",
                description = "https://HOST[:PORT] of the gateway as seen from the cluster, of each, where there are"
                        + " several; else as it is configured, or as it is asked now")
        private List<String> gateways = List.of();

        @Option(names = "--image", paramLabel = "REFERENCE", description = "of the agent; else as it is configured")
        private @Nullable String image;

        @Option(names = "--namespace", paramLabel = "NAME", description = "that is made; else culvert-system")
        private @Nullable String namespace;

        @Option(
                names = "--mode",
                split = ",",
                paramLabel = "MODE",
                description = "whose rights callers have in the cluster: agent (as is without this), impersonate")
        private List<String> modes = List.of();

        @Option(
                names = "--cluster-role",
                paramLabel = "NAME",
                description = "the agent's own rights, in mode agent; else view")
        private @Nullable String clusterRole;

        @Option(
                names = "--impersonate-user",
                paramLabel = "NAME",
                description = "whom callers may be in mode impersonate; else all users")
        private List<String> users = List.of();

        @Option(
                names = "--impersonate-group",
                paramLabel = "NAME",
                description = "which groups callers may have in mode impersonate; else all, system:masters included")
        private List<String> groups = List.of();

        @Option(
                names = "--impersonate-extra",
                paramLabel = "KEY",
                description = "a key of extra values that callers have in mode impersonate; else none")
        private List<String> extraKeys = List.of();

        @Option(names = "--replicas", paramLabel = "N", description = "agents; else 2")
        private @Nullable Integer replicas;

        @Option(names = "--priority-class", paramLabel = "NAME", description = "of the pods; it must exist")
        private @Nullable String priorityClass;

        @Option(
                names = "--policy-version",
                paramLabel = "VERSION",
                description = "of the PodDisruptionBudget: v1, or v1beta1 for Kubernetes 1.20")
        private @Nullable String policyVersion;

        @Option(names = "--proxy", paramLabel = "URL", description = "an HTTP proxy on the agent's way, no password")
        private @Nullable String proxy;

        /** Fills a link. */
        ObjectNode describe(ObjectNode object, String cluster) {
            ObjectNode spec = ObjectCommands.spec(object).put("cluster", cluster);
            if (gateways.size() == 1) {
                put(spec, "gateway", gateways.get(0));
            } else {
                ObjectCommands.putTexts(spec, "gateway", gateways);
            }
            put(spec, "image", image);
            put(spec, "namespace", namespace);
            ObjectCommands.putTexts(spec, "modes", modes);
            put(spec, "clusterRole", clusterRole);
            ObjectNode impersonate = spec.putObject("impersonate");
            ObjectCommands.putTexts(impersonate, "users", users);
            ObjectCommands.putTexts(impersonate, "groups", groups);
            ObjectCommands.putTexts(impersonate, "extraKeys", extraKeys);
            if (impersonate.isEmpty()) {
                spec.remove("impersonate");
            }
            if (replicas != null) {
                spec.put("replicas", replicas);
            }
            put(spec, "priorityClass", priorityClass);
            put(spec, "policyVersion", policyVersion);
            put(spec, "proxy", proxy);
            return object;
        }
    }

    @Command(
            description = "Issues an address for kubectl apply -f, and shows it, once.",
            mixinStandardHelpOptions = true)
    static final class Issue extends ApiCommand {
        @Option(names = "--cluster", required = true, paramLabel = "NAME", description = "whose agent it installs")
        private String cluster = "";

        @Option(names = "--uses", paramLabel = "N", description = "how many times it counts, 10 at most; else once")
        private @Nullable Integer uses;

        @Mixin
        private final AgentOptions agent = new AgentOptions();

        @Mixin
        private final TokenCommands.NewTokenOptions link = new TokenCommands.NewTokenOptions();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = agent.describe(link.object(Resource.INSTALL_LINKS), cluster);
            if (uses != null) {
                ObjectCommands.spec(object).put("uses", uses);
            }
            return link.issue(Resource.INSTALL_LINKS, object, ADDRESS, client, printer, this);
        }
    }

    @Command(
            description = "Prints the manifest of its agent, with a new token, for kubectl apply -f -.",
            mixinStandardHelpOptions = true)
    static final class Manifest extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String cluster = "";

        @Mixin
        private final AgentOptions agent = new AgentOptions();

        /** By a link that lives for this command alone: the same rules hold as for every other. */
        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = agent.describe(ObjectCommands.object(Resource.INSTALL_LINKS, ""), cluster);
            JsonNode link = client.send("POST", Resource.INSTALL_LINKS.path(), object);
            URI address = URI.create(link.at(ADDRESS).asText());
            printer.line(client.page(address.getRawPath() + "?" + address.getRawQuery())
                    .stripTrailing());
            return 0;
        }
    }

    private static void put(ObjectNode spec, String key, @Nullable String value) {
        if (value != null) {
            spec.put(key, value);
        }
    }
}
