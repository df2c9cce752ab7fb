package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands that every resource has. */
final class ObjectCommands {
    private ObjectCommands() {}

    /** A new object, to be filled. */
    static ObjectNode object(Resource resource, String name) {
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "culvert.dev/v1")
                .put("kind", resource.kind());
        ObjectNode metadata = object.putObject("metadata");
        if (!name.isEmpty()) {
            metadata.put("name", name);
        }
        object.putObject("spec");
        return object;
    }

    static ObjectNode spec(ObjectNode object) {
        return object.withObject("/spec");
    }

    static void putTexts(ObjectNode spec, String key, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(spec.putArray(key)::add);
        }
    }

    @Command(description = "Lists them.", mixinStandardHelpOptions = true)
    static final class ListAll extends ApiCommand {
        private final Resource resource;

        @Option(
                names = {"-l", "--selector"},
                paramLabel = "SELECTOR",
                description = "of labels")
        private String selector = "";

        ListAll(Resource resource) {
            this.resource = resource;
        }

        @Override
        int run(ApiClient client, Printer printer) {
            String query =
                    selector.isEmpty() ? "" : "?labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
            printer.print(resource, client.get(resource.path() + query));
            return 0;
        }
    }

    @Command(description = "Shows one.", mixinStandardHelpOptions = true)
    static final class Show extends ApiCommand {
        private final Resource resource;

        @Parameters(paramLabel = "NAME")
        private String name = "";

        Show(Resource resource) {
            this.resource = resource;
        }

        @Override
        int run(ApiClient client, Printer printer) {
            JsonNode object = client.get(ApiClient.path(resource.path(), name));
            if (isTable()) {
                printer.document(object);
            } else {
                printer.print(resource, object);
            }
            return 0;
        }
    }

    @Command(mixinStandardHelpOptions = true)
    static final class Delete extends ApiCommand {
        private final Resource resource;
        private final String done;

        @Parameters(paramLabel = "NAME", arity = "1..*")
        private List<String> names = List.of();

        /**
         * @param done what has happened to it, for people
         */
        Delete(Resource resource, String done) {
            this.resource = resource;
            this.done = done;
        }

        @Override
        int run(ApiClient client, Printer printer) {
            for (String name : names) {
                client.delete(ApiClient.path(resource.path(), name));
                printer.line(resource.path() + "/" + name + " " + done);
            }
            return 0;
        }
    }

    /** Changes one by a merge patch. */
    @Command(mixinStandardHelpOptions = true)
    static final class Patch extends ApiCommand {
        private final Resource resource;
        private final UnaryOperator<ObjectNode> change;

        @Parameters(paramLabel = "NAME", arity = "1..*")
        private List<String> names = List.of();

        Patch(Resource resource, UnaryOperator<ObjectNode> change) {
            this.resource = resource;
            this.change = change;
        }

        @Override
        int run(ApiClient client, Printer printer) {
            for (String name : names) {
                ObjectNode patch = change.apply(JsonNodeFactory.instance.objectNode());
                printer.print(resource, client.send("PATCH", ApiClient.path(resource.path(), name), patch));
            }
            return 0;
        }
    }

    static Patch disable(Resource resource, boolean disabled) {
        return new Patch(resource, patch -> {
            spec(patch).put("disabled", disabled);
            return patch;
        });
    }
}
