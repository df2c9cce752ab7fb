package dev.culvert.system.differential;

import dev.culvert.system.rig.Resources;
import dev.culvert.system.rig.Workload;

/** What the differential requests ask about. */
final class Seed {

    private Seed() {}

    static Workload plant() {
        Workload workload = Workload.create("differential");
        StringBuilder manifest = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            manifest.append(configMap(i));
        }
        workload.apply(manifest.toString());
        workload.apply(Resources.text("/web.yaml"));
        workload.pod("talker", "echo first line; echo second line; trap exit TERM; sleep 3600 & wait");
        workload.awaitReady("web");
        return workload;
    }

    private static String configMap(int i) {
        return """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cm-%d, labels: {part: %s, number: "%d"}}
            data: {text: "%s"}
            ---
            """.formatted(i, i % 2 == 0 ? "even" : "odd", i, ("<&> \u00e9 " + i + " ").repeat(1_000));
    }
}
