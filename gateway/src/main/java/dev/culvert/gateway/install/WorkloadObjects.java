package dev.culvert.gateway.install;

import static dev.culvert.gateway.install.Meta.map;
import static dev.culvert.gateway.install.Meta.object;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pods, what they may reach, and how many may be missing at once. */
final class WorkloadObjects {
    static final int HEALTH_PORT = 8082;
    /** What the agent is given to drain in. */
    private static final int DRAIN_SECONDS = 20;
    /** The drain, and what closing takes afterwards at most. */
    private static final int TERMINATION_SECONDS = DRAIN_SECONDS + 15;
    /** As API servers have it inside clusters: the Service's port, and the usual one behind it. */
    private static final List<Integer> API_SERVER_PORTS = List.of(443, 6443);

    private static final long USER = 65_532;
    private static final String FILES = "/etc/culvert";

    private WorkloadObjects() {}

    static List<Map<String, Object>> of(ManifestParameters parameters) {
        return List.of(deployment(parameters), network(parameters), disruption(parameters));
    }

    private static Map<String, Object> deployment(ManifestParameters parameters) {
        Map<String, Object> deployment = object("apps/v1", "Deployment", parameters.namespace());
        deployment.put(
                "spec",
                map(
                        "replicas",
                        parameters.replicas(),
                        "strategy",
                        map("type", "RollingUpdate", "rollingUpdate", map("maxUnavailable", 0, "maxSurge", 1)),
                        "selector",
                        map("matchLabels", Meta.SELECTOR),
                        "template",
                        map(
                                "metadata",
                                map(
                                        "labels",
                                        Meta.labels(),
                                        "annotations",
                                        map("culvert.dev/cluster", parameters.cluster())),
                                "spec",
                                pod(parameters))));
        return deployment;
    }

    private static Map<String, Object> pod(ManifestParameters parameters) {
        Map<String, Object> pod = map(
                "serviceAccountName",
                Meta.NAME,
                "automountServiceAccountToken",
                true,
                "enableServiceLinks",
                false,
                "terminationGracePeriodSeconds",
                TERMINATION_SECONDS,
                "securityContext",
                map(
                        "runAsNonRoot",
                        true,
                        "runAsUser",
                        USER,
                        "runAsGroup",
                        USER,
                        "fsGroup",
                        USER,
                        "seccompProfile",
                        map("type", "RuntimeDefault")),
                "affinity",
                apart(),
                "containers",
                List.of(container(parameters)),
                "volumes",
                List.of(map("name", "gateway", "secret", map("secretName", Meta.NAME, "defaultMode", 0440))));
        parameters.priorityClass().ifPresent(name -> pod.put("priorityClassName", name));
        return pod;
    }

    private static Map<String, Object> apart() {
        Map<String, Object> term =
                map("topologyKey", "kubernetes.io/hostname", "labelSelector", map("matchLabels", Meta.SELECTOR));
        return map(
                "podAntiAffinity",
                map(
                        "preferredDuringSchedulingIgnoredDuringExecution",
                        List.of(map("weight", 100, "podAffinityTerm", term))));
    }

    private static Map<String, Object> container(ManifestParameters parameters) {
        return map(
                "name",
                Meta.NAME,
                "image",
                parameters.image(),
                "imagePullPolicy",
                "IfNotPresent",
                "args",
                List.of("run"),
                "env",
                environment(parameters),
                "ports",
                List.of(map("name", "health", "containerPort", HEALTH_PORT)),
                "startupProbe",
                probe("/healthz", 2, 30),
                "readinessProbe",
                probe("/readyz", 5, 2),
                "livenessProbe",
                probe("/healthz", 10, 6),
                "resources",
                map("requests", map("cpu", "50m", "memory", "160Mi"), "limits", map("memory", "384Mi")),
                "securityContext",
                map(
                        "allowPrivilegeEscalation",
                        false,
                        "readOnlyRootFilesystem",
                        true,
                        "capabilities",
                        map("drop", List.of("ALL"))),
                "volumeMounts",
                List.of(map("name", "gateway", "mountPath", FILES, "readOnly", true)));
    }

    private static List<Map<String, Object>> environment(ManifestParameters parameters) {
        List<Map<String, Object>> environment = new ArrayList<>();
        environment.add(variable(
                "CULVERT_GATEWAY", String.join(",", parameters.gateways().urls())));
        environment.add(variable("CULVERT_TOKEN_FILE", FILES + "/" + AccountObjects.TOKEN));
        if (parameters.authorities().isPresent()) {
            environment.add(variable("CULVERT_CA_FILE", FILES + "/" + AccountObjects.AUTHORITIES));
        }
        environment.add(variable("CULVERT_HEALTH_ADDRESS", "*:" + HEALTH_PORT));
        environment.add(variable("CULVERT_DRAIN_GRACE", Integer.toString(DRAIN_SECONDS)));
        if (parameters.proxy().isPresent()) {
            Map<String, Object> reference = map("name", Meta.NAME, "key", AccountObjects.PROXY);
            environment.add(map("name", "HTTPS_PROXY", "valueFrom", map("secretKeyRef", reference)));
        }
        return environment;
    }

    private static Map<String, Object> variable(String name, String value) {
        return map("name", name, "value", value);
    }

    private static Map<String, Object> probe(String path, int period, int failures) {
        return map(
                "httpGet",
                map("path", path, "port", "health"),
                "periodSeconds",
                period,
                "timeoutSeconds",
                3,
                "failureThreshold",
                failures);
    }

    /** In come probes alone; out go names, the API server, and the gateways. */
    private static Map<String, Object> network(ManifestParameters parameters) {
        List<Integer> outward = parameters
                .proxy()
                .map(url -> List.of(portOf(URI.create(url))))
                .orElseGet(() -> parameters.gateways().addresses().stream()
                        .map(GatewayAddress::port)
                        .toList());
        List<Object> ports = Stream.concat(API_SERVER_PORTS.stream(), outward.stream())
                .distinct()
                .map(WorkloadObjects::tcp)
                .toList();
        Map<String, Object> policy = object("networking.k8s.io/v1", "NetworkPolicy", parameters.namespace());
        policy.put(
                "spec",
                map(
                        "podSelector",
                        map("matchLabels", Meta.SELECTOR),
                        "policyTypes",
                        List.of("Ingress", "Egress"),
                        "ingress",
                        List.of(map("ports", List.of(tcp(HEALTH_PORT)))),
                        "egress",
                        List.of(
                                map("ports", List.of(map("protocol", "UDP", "port", 53), tcp(53))),
                                map("ports", ports))));
        return policy;
    }

    private static int portOf(URI proxy) {
        return proxy.getPort() > 0 ? proxy.getPort() : "https".equals(proxy.getScheme()) ? 443 : 80;
    }

    private static Object tcp(int port) {
        return map("protocol", "TCP", "port", port);
    }

    /** At most one is missing, so that the draining of a node does not wait for ever where there is one replica alone. */
    private static Map<String, Object> disruption(ManifestParameters parameters) {
        Map<String, Object> budget =
                object(parameters.disruptionBudget().apiVersion(), "PodDisruptionBudget", parameters.namespace());
        budget.put("spec", map("maxUnavailable", 1, "selector", map("matchLabels", Meta.SELECTOR)));
        return budget;
    }
}
