package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;

/** The caller's own view. */
@Command(
        name = "whoami",
        description = "Who you are at the gateway, and which clusters you may use.",
        mixinStandardHelpOptions = true)
final class WhoAmICommand extends ApiCommand {
    @Override
    int run(ApiClient client, Printer printer) {
        JsonNode self = client.get("selfsubject").path("status");
        ObjectNode view = self.deepCopy();
        client.get("selfsubject/clusters").path("items").forEach(cluster -> view.withArray("clusters")
                .add(cluster.at("/metadata/name").asText()));
        printer.document(view);
        return 0;
    }
}
