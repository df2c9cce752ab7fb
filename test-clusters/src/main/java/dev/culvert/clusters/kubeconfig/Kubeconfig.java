package dev.culvert.clusters.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/** One context of a kubeconfig file. Exec plugins and auth providers are left to the clients that know them. */
public final class Kubeconfig {
    private final Path file;
    private final ObjectNode document;
    private final String context;

    private Kubeconfig(Path file, ObjectNode document, String context) {
        this.file = file;
        this.document = document;
        this.context = context;
    }

    /**
     * Reads a file.
     *
     * @param context empty: the current one
     * @throws IllegalArgumentException when the file does not say what is needed
     */
    public static Kubeconfig read(Path file, Optional<String> context) {
        try {
            if (Json.parseYaml(Files.readAllBytes(file)) instanceof ObjectNode document) {
                return new Kubeconfig(file, document, context.orElse(Json.text(document, "current-context")));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the kubeconfig " + file + " cannot be read", e);
        }
        throw new IllegalArgumentException("the kubeconfig " + file + " is not a mapping");
    }

    public String context() {
        return context;
    }

    public String server() {
        String server = Json.text(cluster(), "server");
        if (server.isEmpty()) {
            throw new IllegalArgumentException("the kubeconfig %s names no server".formatted(file));
        }
        return server.replaceFirst("/+$", "");
    }

    /** The authority's certificates; empty when none are given. */
    public String certificateAuthority() {
        return material(cluster(), "certificate-authority").orElse("");
    }

    public Optional<String> clientCertificate() {
        return material(user(), "client-certificate");
    }

    public Optional<String> clientKey() {
        return material(user(), "client-key");
    }

    public Optional<String> token() {
        String token = Json.text(user(), "token");
        if (!token.isEmpty()) {
            return Optional.of(token);
        }
        String tokenFile = Json.text(user(), "tokenFile");
        return tokenFile.isEmpty()
                ? Optional.empty()
                : Optional.of(readText(tokenFile).strip());
    }

    /** Whether the context is the one that clients take by default. */
    public boolean isCurrent() {
        return context.equals(Json.text(document, "current-context"));
    }

    /** Writes a copy whose current context is this one; paths in it become absolute. */
    public void writeCurrent(Path target) {
        ObjectNode copy = document.deepCopy();
        copy.put("current-context", context);
        for (JsonNode entry : copy.path("clusters")) {
            absolute(entry.path("cluster"), "certificate-authority");
        }
        for (JsonNode entry : copy.path("users")) {
            absolute(entry.path("user"), "client-certificate");
            absolute(entry.path("user"), "client-key");
            absolute(entry.path("user"), "tokenFile");
        }
        PrivateFiles.write(target, Json.yaml(copy));
    }

    private void absolute(JsonNode holder, String field) {
        if (holder instanceof ObjectNode object && !Json.text(object, field).isEmpty()) {
            object.put(field, resolve(Json.text(object, field)).toAbsolutePath().toString());
        }
    }

    private JsonNode cluster() {
        return named("clusters", "cluster", Json.text(contextEntry(), "cluster"));
    }

    private JsonNode user() {
        return named("users", "user", Json.text(contextEntry(), "user"));
    }

    private JsonNode contextEntry() {
        return named("contexts", "context", context);
    }

    private JsonNode named(String list, String field, String name) {
        for (JsonNode entry : document.path(list)) {
            if (Json.text(entry, "name").equals(name)) {
                return entry.path(field);
            }
        }
        throw new IllegalArgumentException("the kubeconfig %s has no \"%s\" in %s".formatted(file, name, list));
    }

    /** PEM given inline (field-data, Base64) or by a path relative to the file. */
    private Optional<String> material(JsonNode holder, String field) {
        String inline = Json.text(holder, field + "-data");
        if (!inline.isEmpty()) {
            return Optional.of(new String(Base64.getMimeDecoder().decode(inline), StandardCharsets.US_ASCII));
        }
        String path = Json.text(holder, field);
        return path.isEmpty() ? Optional.empty() : Optional.of(readText(path));
    }

    private String readText(String path) {
        try {
            return Files.readString(resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }
}
