package dev.culvert.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What only callers have. */
final class CallerCommands {
    private CallerCommands() {}

    @Command(description = "Makes a caller: a person, or an application.", mixinStandardHelpOptions = true)
    static final class Create extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--group", paramLabel = "GROUP", split = ",", description = "its groups")
        private List<String> groups = List.of();

        @Option(names = "--uid", paramLabel = "UID", description = "what impersonation tells clusters")
        private @Nullable String uid;

        @Option(names = "--extra", paramLabel = "KEY=VALUE", description = "the same")
        private Map<String, String> extra = Map.of();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = ObjectCommands.object(Resource.CALLERS, name);
            ObjectNode spec = ObjectCommands.spec(object);
            ObjectCommands.putTexts(spec, "groups", groups);
            if (uid != null) {
                spec.put("uid", uid);
            }
            extra.forEach(
                    (key, value) -> spec.withObject("/extra").putArray(key).add(value));
            printer.print(Resource.CALLERS, client.send("POST", Resource.CALLERS.path(), object));
            return 0;
        }
    }
}
