package dev.culvert.benchmarks.variant;

import java.util.List;
import java.util.Map;

/** All variants there are. */
public final class Variants {

    /** What every figure is also given relative to. */
    public static final String BASELINE = "direct";

    /** Tunnels that could be variants and are not, with the reason. */
    public static final Map<String, String> ABSENT = Map.of(
            "gitlab-agent",
            "kas and agentk have no Go module that can be had, and serve nobody without a GitLab and a Redis");

    private Variants() {}

    /** Those that an edge at the end of a long line may come by; the first is the {@link #BASELINE}. */
    public static List<Variant> overLongLine() {
        return List.of(
                new Direct(), new Culvert(), new SshReverse(), new Konnectivity(), new RemoteDialer(), new Chisel());
    }

    /** In the order of the report. The first is the {@link #BASELINE}. */
    public static List<Variant> all() {
        return List.of(
                new Direct(),
                new Culvert(),
                new HaProxy(1),
                new HaProxy(2),
                new VertxHops(1),
                new VertxHops(2),
                new SshReverse(),
                new Konnectivity(),
                new RemoteDialer(),
                new Chisel());
    }
}
