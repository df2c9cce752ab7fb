package dev.culvert.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What only clusters have. */
final class ClusterCommands {
    private ClusterCommands() {}

    @Command(description = "Registers a cluster.", mixinStandardHelpOptions = true)
    static final class Create extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(
                names = {"-l", "--label"},
                paramLabel = "KEY=VALUE",
                split = ",",
                description = "its labels")
        private Map<String, String> labels = Map.of();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = ObjectCommands.object(Resource.CLUSTERS, name);
            labels.forEach(object.withObject("/metadata/labels")::put);
            printer.print(Resource.CLUSTERS, client.send("POST", Resource.CLUSTERS.path(), object));
            return 0;
        }
    }

    @Command(description = "Sets labels (KEY=VALUE), or takes them away (KEY-).", mixinStandardHelpOptions = true)
    static final class Label extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME")
        private String name = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY=VALUE|KEY-")
        private List<String> changes = List.of();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode patch = JsonNodeFactory.instance.objectNode();
            ObjectNode labels = patch.withObject("/metadata/labels");
            for (String change : changes) {
                int equals = change.indexOf('=');
                if (equals > 0) {
                    labels.put(change.substring(0, equals), change.substring(equals + 1));
                } else if (change.endsWith("-") && change.length() > 1) {
                    labels.putNull(change.substring(0, change.length() - 1));
                } else {
                    throw new CliException("'" + change + "' is neither KEY=VALUE nor KEY-");
                }
            }
            printer.print(
                    Resource.CLUSTERS, client.send("PATCH", ApiClient.path(Resource.CLUSTERS.path(), name), patch));
            return 0;
        }
    }
}
