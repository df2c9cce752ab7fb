package dev.culvert.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.gateway.config.AdminConfig;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.directory.Directory;
import dev.culvert.gateway.directory.Draft;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.directory.Source;
import dev.culvert.gateway.setup.SecretFiles;
import dev.culvert.gateway.store.Store;
import dev.culvert.gateway.store.Transaction;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Somebody must be the first to administer. Blocks: for the start and for commands. */
public final class FirstAdministrator {
    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);

    private FirstAdministrator() {}

    /**
     * Where the store is empty and nobody in the configuration administers: makes a caller {@code admin}, and writes its token
     * to the file, which only its owner can read.
     */
    public static void ensure(Store store, Directory known, AdminConfig config, Path tokenFile) {
        boolean somebody = known.items(Kind.CALLER).stream().anyMatch(item -> known.account(item.name())
                .filter(account -> account.groups().stream().anyMatch(config.groups()::contains))
                .isPresent());
        boolean empty = known.items(Kind.CALLER).stream()
                .noneMatch(item -> item.metadata().source() == Source.STORE);
        if (somebody || !empty || config.groups().isEmpty()) {
            return;
        }
        try {
            create(store, config, "admin", tokenFile);
            LOG.atWarn()
                    .addKeyValue("file", tokenFile)
                    .log("nobody administered this gateway: the token of caller admin, who does now, is in a file");
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("error", e)
                    .log("nobody administers this gateway: its first token cannot be written; see gateway admin-token");
        }
    }

    /**
     * Makes a token of a caller who administers, and the caller where there is none.
     *
     * @throws IOException where the file is there, or cannot be written: no token was made then
     * @throws dev.culvert.gateway.status.StatusException where the store cannot be changed
     */
    public static void create(Store store, AdminConfig config, String caller, Path tokenFile) throws IOException {
        Path file = tokenFile.toAbsolutePath();
        Path parent = file.getParent();
        if (parent == null || file.getFileName() == null) {
            throw new IOException(tokenFile + " is no file's name");
        }
        if (config.groups().isEmpty()) {
            throw new ConfigException("admin.groups", "is empty: nobody may administer");
        }
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        TokenIssue.Issued issued =
                store.change(change -> issue(change, config.groups().get(0), caller), false);
        try {
            SecretFiles.write(
                    parent,
                    Map.of(file.getFileName().toString(), issued.secret().value() + "\n"),
                    false);
        } catch (IOException e) {
            // Nobody has its secret.
            store.change(change -> withdraw(change, issued.item().name()), false);
            throw e;
        }
    }

    private static String withdraw(Transaction change, String token) {
        change.delete(change.require(Kind.CALLER_TOKEN, token, ""));
        return token;
    }

    private static TokenIssue.Issued issue(Transaction change, String group, String name) {
        Item caller = change.find(Kind.CALLER, name)
                .orElseGet(() -> change.create(Kind.CALLER, name, Map.of(), object(), null));
        ObjectNode spec = caller.spec();
        if (!contains(spec, group)) {
            spec.withArray("groups").add(group);
            change.update(caller, caller.metadata().labels(), spec);
        }
        ObjectNode token = object().put("caller", name).put("description", "made on the gateway's own machine");
        return TokenIssue.issue(change, new Draft(Kind.CALLER_TOKEN, "", Map.of(), "", token));
    }

    private static boolean contains(ObjectNode spec, String group) {
        for (JsonNode one : spec.path("groups")) {
            if (one.asText().equals(group)) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
