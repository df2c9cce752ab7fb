package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reading and writing. */
final class Objects {

    private final KubernetesClient client;
    private final String namespace;

    Objects(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add("version", () -> client.getKubernetesVersion().getGitVersion());
        cases.add("discovery", () -> client.getApiGroups().getGroups().stream()
                .flatMap(group -> group.getVersions().stream())
                .map(version -> version.getGroupVersion())
                .sorted()
                .toList());
        cases.add("nodes", () -> client.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .toList());
        cases.add("create, read, replace, patch, delete", this::changes);
        cases.add("server-side apply", this::applied);
        cases.add("refusals", this::refusals);
        cases.add("a wrong token", this::stranger);
        cases.add("pages", this::pages);
        cases.add("scale of a deployment", this::scale);
        cases.add("raw request", () -> client.raw("/api/v1/namespaces/" + namespace + "/pods/shell:8080/proxy/"));
    }

    private Object changes() {
        ConfigMap made =
                maps().resource(map("f8", Map.of("a", "one <&> \u00e9"))).create();
        made.getData().put("b", "two");
        Map<String, String> replaced = maps().resource(made).update().getData();
        Map<String, String> edited = named("f8")
                .edit(map -> new ConfigMapBuilder(map).addToData("c", "three").build())
                .getData();
        Map<String, String> merged = named("f8")
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"d\":\"four\"}}")
                .getData();
        Map<String, String> strategic = named("f8")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), "{\"data\":{\"a\":null}}")
                .getData();
        Map<String, String> read = named("f8").get().getData();
        int deleted = named("f8").delete().size();
        return List.of(
                replaced, edited, merged, strategic, read, deleted, named("f8").get() == null);
    }

    private Object applied() {
        ConfigMap applied = maps().resource(map("applied", Map.of("a", "1")))
                .fieldManager("matrix")
                .forceConflicts()
                .serverSideApply();
        List<String> operations = applied.getMetadata().getManagedFields().stream()
                .map(ManagedFieldsEntry::getOperation)
                .toList();
        return List.of(applied.getData(), operations);
    }

    private Object refusals() {
        ConfigMap twice = map("twice", Map.of());
        maps().resource(twice).create();
        return List.of(
                refused(() -> maps().resource(twice).create()),
                refused(() -> maps().resource(map("Not_Valid", Map.of())).create()),
                refused(() -> maps().withLabel("==").list()),
                refused(() -> client.namespaces().withName("absent").edit(namespace -> namespace)));
    }

    private Object stranger() {
        // Not a copy of the client's own: that finds the kubeconfig's credentials again.
        ConfigBuilder config = new ConfigBuilder(Config.empty())
                .withMasterUrl(client.getConfiguration().getMasterUrl())
                .withCaCertData(client.getConfiguration().getCaCertData())
                .withCaCertFile(client.getConfiguration().getCaCertFile())
                .withOauthToken("wrong");
        try (KubernetesClient stranger =
                new KubernetesClientBuilder().withConfig(config.build()).build()) {
            return refused(() -> stranger.nodes().list()).get(0);
        }
    }

    private Object pages() {
        for (int i = 0; i < 7; i++) {
            ConfigMap page = new ConfigMapBuilder(map("page-" + i, Map.of()))
                    .editMetadata()
                    .addToLabels("paged", "yes")
                    .endMetadata()
                    .build();
            maps().resource(page).create();
        }
        List<List<String>> pages = new ArrayList<>();
        String next = null;
        do {
            ConfigMapList page = maps().list(new ListOptionsBuilder()
                    .withLabelSelector("paged=yes")
                    .withLimit(3L)
                    .withContinue(next)
                    .build());
            pages.add(page.getItems().stream()
                    .map(map -> map.getMetadata().getName())
                    .toList());
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
        return pages;
    }

    private Object scale() {
        Deployment none = new DeploymentBuilder()
                .withNewMetadata()
                .withName("none")
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .withNewSelector()
                .addToMatchLabels("app", "none")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "none")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.35")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build();
        client.apps().deployments().inNamespace(namespace).resource(none).create();
        // A zero is left out of the answer.
        Integer replicas = client.apps()
                .deployments()
                .inNamespace(namespace)
                .withName("none")
                .scale()
                .getSpec()
                .getReplicas();
        client.apps().deployments().inNamespace(namespace).withName("none").delete();
        return String.valueOf(replicas);
    }

    /** Code, reason and message of a request that must fail. */
    static List<Object> refused(Runnable request) {
        try {
            request.run();
        } catch (KubernetesClientException e) {
            return e.getStatus() == null
                    ? List.of(e.getCode())
                    : List.of(
                            e.getCode(),
                            String.valueOf(e.getStatus().getReason()),
                            String.valueOf(e.getStatus().getMessage()));
        }
        throw new IllegalStateException("not refused");
    }

    private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
        return client.configMaps().inNamespace(namespace);
    }

    private Resource<ConfigMap> named(String name) {
        return maps().withName(name);
    }

    private static ConfigMap map(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withData(data)
                .build();
    }
}
