package dev.culvert.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Issues and rotates tokens, whose secret is seen once. */
final class TokenCommands {
    /** Where an answer has a token's secret. */
    private static final String TOKEN = "/status/token";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,5})([smhd])");

    private TokenCommands() {}

    /** Where the secret goes. */
    static final class SecretOptions {
        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "where the secret goes, for its owner only; else to the standard output")
        private @Nullable Path file;

        /** Before anything is asked for: a secret that cannot be kept is not to be made. */
        void require() {
            if (file != null && Files.exists(file)) {
                throw new CliException(file + " is there already");
            }
        }

        /**
         * Shows what was issued.
         *
         * @param place of the secret in the answer, a JSON Pointer
         */
        void put(Resource resource, JsonNode answer, String place, ApiCommand command, Printer printer) {
            String secret = answer.at(place).asText();
            if (file != null) {
                write(file, secret);
                printer.print(resource, ((ObjectNode) answer).without("status"));
            } else if (command.isTable()) {
                command.errors()
                        .println(resource.path() + "/"
                                + answer.at("/metadata/name").asText() + " issued");
                command.errors().flush();
                printer.line(secret);
            } else {
                printer.print(resource, answer);
            }
        }

        private static void write(Path file, String secret) {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, secret + "\n");
            } catch (IOException e) {
                throw CliException.of("the secret was issued, and could not be written; revoke it", e);
            }
        }
    }

    @Command(description = "Issues one, and shows its secret, once.", mixinStandardHelpOptions = true)
    static final class IssueForAgent extends ApiCommand {
        @Option(names = "--cluster", required = true, paramLabel = "NAME", description = "whose agent it admits")
        private String cluster = "";

        @Mixin
        private final NewTokenOptions token = new NewTokenOptions();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = token.object(Resource.AGENT_TOKENS);
            ObjectCommands.spec(object).put("cluster", cluster);
            return token.issue(Resource.AGENT_TOKENS, object, client, printer, this);
        }
    }

    @Command(description = "Issues one, and shows its secret, once.", mixinStandardHelpOptions = true)
    static final class IssueForCaller extends ApiCommand {
        @Option(names = "--caller", required = true, paramLabel = "NAME", description = "whose it is")
        private String caller = "";

        @Option(names = "--cluster", paramLabel = "NAME", split = ",", description = "limits it to these clusters")
        private List<String> clusters = List.of();

        @Mixin
        private final NewTokenOptions token = new NewTokenOptions();

        @Override
        int run(ApiClient client, Printer printer) {
            ObjectNode object = token.object(Resource.CALLER_TOKENS);
            ObjectNode spec = ObjectCommands.spec(object).put("caller", caller);
            ObjectCommands.putTexts(spec, "clusters", clusters);
            return token.issue(Resource.CALLER_TOKENS, object, client, printer, this);
        }
    }

    /** What both kinds have. */
    static final class NewTokenOptions {
        @Option(
                names = "--name",
                paramLabel = "NAME",
                description = "by which it is listed; else the gateway finds one")
        private String name = "";

        @Option(
                names = "--expires-in",
                paramLabel = "DURATION",
                description = "such as 12h or 90d; else a token never expires, and an install link after an hour")
        private @Nullable String expiresIn;

        @Option(names = "--description", paramLabel = "TEXT", description = "for people")
        private @Nullable String description;

        @Mixin
        private final SecretOptions secret = new SecretOptions();

        ObjectNode object(Resource resource) {
            ObjectNode object = ObjectCommands.object(resource, name);
            if (expiresIn != null) {
                Instant expires = Instant.now().plus(duration(expiresIn)).truncatedTo(ChronoUnit.SECONDS);
                ObjectCommands.spec(object).put("expires", expires.toString());
            }
            if (description != null) {
                ObjectCommands.spec(object).put("description", description);
            }
            return object;
        }

        int issue(Resource resource, ObjectNode object, ApiClient client, Printer printer, ApiCommand command) {
            return issue(resource, object, TOKEN, client, printer, command);
        }

        int issue(
                Resource resource,
                ObjectNode object,
                String place,
                ApiClient client,
                Printer printer,
                ApiCommand command) {
            secret.require();
            secret.put(resource, client.send("POST", resource.path(), object), place, command, printer);
            return 0;
        }
    }

    @Command(description = "Issues a successor; the old one counts for a while still.", mixinStandardHelpOptions = true)
    static final class Rotate extends ApiCommand {
        private final Resource resource;

        @Parameters(paramLabel = "NAME")
        private String name = "";

        @Option(
                names = "--overlap",
                paramLabel = "DURATION",
                description = "for which the old one counts still (${DEFAULT-VALUE})")
        private String overlap = "24h";

        @Mixin
        private final SecretOptions secret = new SecretOptions();

        Rotate(Resource resource) {
            this.resource = resource;
        }

        @Override
        int run(ApiClient client, Printer printer) {
            secret.require();
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            body.putObject("spec").put("overlap", overlap);
            JsonNode answer = client.send("POST", ApiClient.path(resource.path(), name) + "/rotate", body);
            secret.put(resource, answer, TOKEN, this, printer);
            return 0;
        }
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new CliException("'" + text + "' is no duration; write one like 12h or 90d");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
