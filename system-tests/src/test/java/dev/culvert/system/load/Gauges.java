package dev.culvert.system.load;

import dev.culvert.system.rig.Rigs;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawRequest;

/** What the API server says about itself. */
final class Gauges {

    private Gauges() {}

    /** Watches of that resource in single namespaces, now. The gauge was renamed in Kubernetes 1.23. */
    static long watches(String resource) {
        String metrics = RawConnection.exchange(Rigs.direct(), RawRequest.get("/metrics"))
                .text();
        if (!metrics.contains("apiserver_longrunning_")) {
            throw new AssertionError("the API server has no gauge of long-running requests");
        }
        return metrics.lines()
                .filter(line -> line.startsWith("apiserver_longrunning_gauge{")
                        || line.startsWith("apiserver_longrunning_requests{"))
                .filter(line -> line.contains("resource=\"" + resource + "\"") && line.contains("scope=\"namespace\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
