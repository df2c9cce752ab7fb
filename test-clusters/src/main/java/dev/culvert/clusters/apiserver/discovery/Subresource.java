package dev.culvert.clusters.apiserver.discovery;

import dev.culvert.clusters.apiserver.catalog.ResourceType;
import java.util.List;

/**
 * What is served below an object.
 *
 * @param group of the kind that is exchanged; empty when it is that of the object
 * @param kind empty when it is that of the object
 */
record Subresource(String name, String group, String version, String kind, List<String> verbs) {
    static Subresource of(String name) {
        return switch (name) {
            case "status" -> own(name, "", "get", "patch", "update");
            case "finalize" -> own(name, "", "update");
            case "log" -> own(name, "", "get");
            case "scale" -> new Subresource(name, "autoscaling", "v1", "Scale", List.of("get", "patch", "update"));
            case "eviction" -> new Subresource(name, "policy", "v1", "Eviction", List.of("create"));
            case "token" -> new Subresource(name, "authentication.k8s.io", "v1", "TokenRequest", List.of("create"));
            case "exec" -> own(name, "PodExecOptions", "create", "get");
            case "attach" -> own(name, "PodAttachOptions", "create", "get");
            case "portforward" -> own(name, "PodPortForwardOptions", "create", "get");
            case "proxy" -> own(name, "ProxyOptions", "create", "delete", "get", "patch", "update");
            default -> throw new IllegalArgumentException("unknown subresource " + name);
        };
    }

    String kindFor(ResourceType type) {
        if (kind.equals("ProxyOptions")) {
            return type.kind() + kind;
        }
        return kind.isEmpty() ? type.kind() : kind;
    }

    private static Subresource own(String name, String kind, String... verbs) {
        return new Subresource(name, "", "", kind, List.of(verbs));
    }
}
