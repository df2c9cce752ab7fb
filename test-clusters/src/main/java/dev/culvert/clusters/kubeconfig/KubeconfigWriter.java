package dev.culvert.clusters.kubeconfig;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/** Writes kubeconfigs with one cluster, one user and one context of the same name. */
public final class KubeconfigWriter {
    private KubeconfigWriter() {}

    /** Writes a file of mode 0600 for a user with a bearer token. */
    public static void write(Path target, String name, URI server, String caPem, String token) {
        ObjectNode config = Json.object();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        ObjectNode cluster = config.putArray("clusters").addObject();
        cluster.put("name", name);
        byte[] ca = caPem.getBytes(StandardCharsets.US_ASCII);
        cluster.putObject("cluster")
                .put("server", server.toString())
                .put("certificate-authority-data", Base64.getEncoder().encodeToString(ca));
        ObjectNode user = config.putArray("users").addObject();
        user.put("name", name);
        user.putObject("user").put("token", token);
        ObjectNode context = config.putArray("contexts").addObject();
        context.put("name", name);
        context.putObject("context").put("cluster", name).put("user", name);
        config.put("current-context", name);
        PrivateFiles.write(target, Json.yaml(config));
    }
}
