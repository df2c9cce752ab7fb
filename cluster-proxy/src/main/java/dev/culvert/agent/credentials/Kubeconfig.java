package dev.culvert.agent.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One context of a kubeconfig. Relative paths in it are relative to the file, as they are for kubectl. */
public final class Kubeconfig implements AccessSource {
    private final Path file;
    private final @Nullable String contextName;

    /**
     * @param context null: the file's current one
     */
    public Kubeconfig(Path file, @Nullable String context) {
        this.file = file.toAbsolutePath();
        this.contextName = context;
    }

    @Override
    public ApiAccess read() {
        JsonNode root = parse();
        String name = contextName != null ? contextName : text(root, "current-context");
        if (name == null) {
            throw failure("no current-context: give --context");
        }
        JsonNode context = named(root, "contexts", "context", name);
        JsonNode cluster = named(root, "clusters", "cluster", required(context, "cluster"));
        String userName = text(context, "user");
        JsonNode user = userName == null ? root.path("none") : named(root, "users", "user", userName);
        refuseUnsupported(cluster, user);
        ApiServer server = ApiServer.parse(required(cluster, "server"));
        String serverName = text(cluster, "tls-server-name");
        ApiTls tls = new ApiTls(
                serverName != null ? serverName : server.host(),
                pem(cluster, "certificate-authority"),
                cluster.path("insecure-skip-tls-verify").asBoolean(false),
                pem(user, "client-certificate"),
                pem(user, "client-key"));
        return new ApiAccess(server, tls, token(user).orElse(null));
    }

    @Override
    public String description() {
        return "the kubeconfig " + file;
    }

    private JsonNode parse() {
        try {
            return new YAMLMapper().readTree(SecretFiles.read("the kubeconfig", file));
        } catch (JsonProcessingException e) {
            // The parser's own message repeats the text around the fault, which may be a key.
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw failure("not valid YAML, at line " + line);
        }
    }

    private void refuseUnsupported(JsonNode cluster, JsonNode user) {
        if (user.has("exec") || user.has("auth-provider")) {
            throw failure(
                    "credential plug-ins (exec, auth-provider) are not supported: give the agent a token or a certificate");
        }
        if (user.has("username") || user.has("password")) {
            throw failure("user name and password are not supported: give the agent a token or a certificate");
        }
        if (user.has("as") || user.has("as-groups") || user.has("as-uid")) {
            throw failure("impersonation (as) is not supported for the agent itself");
        }
        if (text(cluster, "proxy-url") != null) {
            throw failure("proxy-url is not supported: the agent belongs next to its API server");
        }
    }

    private Optional<String> token(JsonNode user) {
        String tokenFile = text(user, "tokenFile");
        if (tokenFile != null) {
            return Optional.of(SecretFiles.read("the kubeconfig's tokenFile", beside(tokenFile))
                    .strip());
        }
        return Optional.ofNullable(text(user, "token")).map(String::strip);
    }

    private @Nullable String pem(JsonNode node, String key) {
        String data = text(node, key + "-data");
        if (data != null) {
            try {
                return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.US_ASCII);
            } catch (IllegalArgumentException e) {
                throw failure(key + "-data is not base64");
            }
        }
        String path = text(node, key);
        return path == null ? null : SecretFiles.read("the kubeconfig's " + key, beside(path));
    }

    private Path beside(String path) {
        return file.resolveSibling(path);
    }

    private JsonNode named(JsonNode root, String list, String kind, String name) {
        for (JsonNode entry : root.path(list)) {
            if (name.equals(text(entry, "name"))) {
                return entry.path(kind);
            }
        }
        throw failure("no " + kind + " named " + name);
    }

    private String required(JsonNode node, String key) {
        String value = text(node, key);
        if (value == null) {
            throw failure("no " + key);
        }
        return value;
    }

    private static @Nullable String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        return value.isTextual() && !value.textValue().isEmpty() ? value.textValue() : null;
    }

    private CredentialsException failure(String what) {
        return new CredentialsException("kubeconfig " + file + ": " + what);
    }
}
