package dev.culvert.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What only access rules have. */
final class RuleCommands {
    private RuleCommands() {}

    /** As whom callers act. */
    enum Mode {
        agent,
        impersonate
    }

    @Command(description = "Adds a rule.", mixinStandardHelpOptions = true)
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(names = "--user", paramLabel = "NAME", split = ",", description = "to whom it applies")
        private List<String> users = List.of();

        @Option(names = "--group", paramLabel = "NAME", split = ",", description = "to whom it applies")
        private List<String> groups = List.of();

        @Option(names = "--cluster", paramLabel = "NAME", split = ",", description = "clusters that it gives; '*': all")
        private List<String> clusters = List.of();

        @Option(
                names = {"-l", "--selector"},
                paramLabel = "SELECTOR",
                description = "gives clusters by their labels")
        private @Nullable String selector;

        @Option(names = "--mode", required = true, paramLabel = "MODE", description = "${COMPLETION-CANDIDATES}")
        private Mode mode = Mode.agent;

        @Option(names = "--as-user", paramLabel = "NAME", description = "who they are there instead")
        private @Nullable String asUser;

        @Option(names = "--as-group", paramLabel = "NAME", split = ",", description = "in place of their groups")
        private List<String> asGroups = List.of();

        @Option(names = "--read-only", description = "nothing may be changed")
        private boolean readOnly;

        @Option(names = "--namespace", paramLabel = "NAME", split = ",", description = "nothing outside of these")
        private List<String> namespaces = List.of();

        @Option(names = "--forbid", paramLabel = "WHAT", split = ",", description = "such as exec, portforward, proxy")
        private List<String> forbid = List.of();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = ObjectCommands.object(Resource.ACCESS_RULES, name);
            ObjectNode spec = ObjectCommands.spec(object);
            users.forEach(user -> subject(spec, "User", user));
            groups.forEach(group -> subject(spec, "Group", group));
            ObjectCommands.putTexts(spec, "clusters", clusters);
            if (selector != null) {
                spec.put("clusterSelector", selector);
            }
            spec.put("mode", mode.name().toLowerCase(Locale.ROOT));
            if (asUser != null) {
                spec.withObject("/actAs").put("user", asUser);
            }
            if (!asGroups.isEmpty()) {
                ObjectCommands.putTexts(spec.withObject("/actAs"), "groups", asGroups);
            }
            if (readOnly) {
                spec.put("readOnly", true);
            }
            ObjectCommands.putTexts(spec, "namespaces", namespaces);
            ObjectCommands.putTexts(spec, "forbid", forbid);
            printer.print(Resource.ACCESS_RULES, client.send("POST", Resource.ACCESS_RULES.path(), object));
            return 0;
        }

        private static void subject(ObjectNode spec, String kind, String subject) {
            spec.withArray("subjects").addObject().put("kind", kind).put("name", subject);
        }
    }

    @Command(
            description = "Puts the rules of a file into the place of all that the store has.",
            mixinStandardHelpOptions = true)
    static final class Apply extends ApiCommand {
        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = "an AccessRuleList in YAML or JSON; '-': the standard input")
        private Path file = Path.of("");

        @Option(names = "--dry-run", description = "only shows what would change")
        private boolean dryRun;

        @Override
        int run(ApiClient client, Printer printer) {
            JsonNode rules = read();
            String query = dryRun ? "?dryRun=All" : "";
            JsonNode answer = client.send("PUT", Resource.ACCESS_RULES.path() + query, rules);
            if (!isTable()) {
                printer.document(answer);
                return 0;
            }
            JsonNode status = answer.path("status");
            boolean same = true;
            same &= show(status.path("added"), "+", printer);
            same &= show(status.path("changed"), "~", printer);
            same &= show(status.path("removed"), "-", printer);
            if (same) {
                printer.line("nothing changes");
            }
            return 0;
        }

        private static boolean show(JsonNode rules, String sign, Printer printer) {
            for (JsonNode rule : rules) {
                printer.line(sign + " " + rule.path("name").asText());
                if (rule.has("before")) {
                    printer.line("    - " + rule.path("before"));
                }
                if (rule.has("after")) {
                    printer.line("    + " + rule.path("after"));
                }
            }
            return rules.isEmpty();
        }

        private JsonNode read() {
            try {
                String text = file.toString().equals("-")
                        ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
                        : Files.readString(file);
                return new YAMLMapper().readTree(text);
            } catch (JsonProcessingException e) {
                throw new CliException(
                        file + " is no YAML: line " + e.getLocation().getLineNr());
            } catch (IOException e) {
                throw CliException.of("cannot read the rules", e);
            }
        }
    }
}
