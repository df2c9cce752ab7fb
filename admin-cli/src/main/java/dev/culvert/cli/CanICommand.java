package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exit code 0: yes; 3: no; as ever, 1: the question could not be asked. */
@Command(
        name = "can-i",
        description = "Whether the gateway lets a request in, and by which rule. Exit code 0: yes, 3: no.",
        mixinStandardHelpOptions = true)
final class CanICommand extends ApiCommand {
    private static final int NO = 3;

    @Parameters(index = "0", paramLabel = "METHOD", description = "such as GET or POST")
    private String method = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "in the cluster, such as /api/v1/namespaces/shop/pods")
    private String path = "";

    @Option(names = "--cluster", required = true, paramLabel = "NAME")
    private String cluster = "";

    @Option(names = "--user", paramLabel = "NAME", description = "somebody else; administrators only")
    private @Nullable String user;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            split = ",",
            description = "of that user; else those that it has at the gateway")
    private List<String> groups = List.of();

    @Override
    int run(ApiClient client, Printer printer) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        ObjectNode spec = review.putObject("spec")
                .put("cluster", cluster)
                .put("method", method)
                .put("path", path);
        if (user != null) {
            spec.put("user", user);
            ObjectCommands.putTexts(spec, "groups", groups);
        } else if (!groups.isEmpty()) {
            throw new CliException("--group goes with --user");
        }
        JsonNode answer = client.send("POST", user == null ? "selfaccessreviews" : "accessreviews", review);
        JsonNode status = answer.path("status");
        boolean allowed = status.path("allowed").asBoolean();
        if (isTable()) {
            printer.line((allowed ? "yes: " : "no: ")
                    + status.path("reason").asText()
                    + (status.has("mode") ? ", mode " + status.path("mode").asText() : ""));
        } else {
            printer.document(answer);
        }
        return allowed ? 0 : NO;
    }
}
