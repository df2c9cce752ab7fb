package dev.culvert.clients.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Watches, which this client asks for as WebSockets, and what is built on them. */
final class Watches {

    private final KubernetesClient client;
    private final String namespace;

    Watches(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    void addTo(Cases cases) {
        cases.add("watch", this::watch);
        cases.add("a watch that is refused", this::refusedWatch);
        cases.add("informer", this::informer);
        cases.add("several informers at once", this::informers);
        cases.add("wait for a condition", () -> client.pods()
                .inNamespace(namespace)
                .withName("shell")
                .waitUntilCondition(pod -> pod.getStatus().getPhase().equals("Running"), 30, TimeUnit.SECONDS)
                .getMetadata()
                .getName());
    }

    private Object watch() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (Watch watch = maps().withLabel("watched", "yes").watch(new Noting(seen))) {
            create("w", "watched");
            String added = next(seen);
            change("w");
            String modified = next(seen);
            maps().withName("w").delete();
            return List.of(added, modified, next(seen));
        }
    }

    private Object refusedWatch() {
        return Objects.refused(() -> maps().withLabel("==")
                .watch(new Noting(new LinkedBlockingQueue<>()))
                .close());
    }

    private Object informer() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        create("before", "informed");
        try (SharedIndexInformer<ConfigMap> informer =
                maps().withLabel("informed", "yes").inform(new Handling(seen))) {
            String listed = next(seen);
            create("after", "informed");
            String added = next(seen);
            change("after");
            String updated = next(seen);
            maps().withName("before").delete();
            String deleted = next(seen);
            List<String> cached =
                    informer.getStore().list().stream().map(Watches::name).toList();
            return List.of(listed, added, updated, deleted, cached, informer.isWatching());
        }
    }

    private Object informers() throws InterruptedException {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        List<SharedIndexInformer<ConfigMap>> informers = IntStream.range(0, 12)
                .mapToObj(i -> maps().withLabel("several", "yes").inform(new Handling(seen)))
                .toList();
        create("several", "several");
        for (int i = 0; i < informers.size(); i++) {
            if (!next(seen).equals("add several 1")) {
                throw new IllegalStateException("another event");
            }
        }
        informers.forEach(SharedIndexInformer::close);
        return informers.size();
    }

    private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
        return client.configMaps().inNamespace(namespace);
    }

    private void create(String name, String label) {
        maps().resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels(label, "yes")
                        .endMetadata()
                        .withData(Map.of("a", "1"))
                        .build())
                .create();
    }

    private void change(String name) {
        maps().withName(name)
                .edit(map -> new ConfigMapBuilder(map).addToData("a", "2").build());
    }

    private static String next(BlockingQueue<String> seen) throws InterruptedException {
        String next = seen.poll(40, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("no event");
        }
        return next;
    }

    private static String name(ConfigMap map) {
        return map.getMetadata().getName();
    }

    private static String said(String verb, ConfigMap map) {
        return verb + " " + name(map) + " " + map.getData().get("a");
    }

    private record Noting(BlockingQueue<String> seen) implements Watcher<ConfigMap> {
        @Override
        public void eventReceived(Action action, ConfigMap map) {
            seen.add(said(action.name(), map));
        }

        @Override
        public void onClose(WatcherException cause) {
            seen.add("closed: " + cause);
        }
    }

    private record Handling(BlockingQueue<String> seen) implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            seen.add(said("add", map));
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            seen.add(said("update", after));
        }

        @Override
        public void onDelete(ConfigMap map, boolean unknown) {
            seen.add(said("delete", map));
        }
    }
}
