package dev.culvert.system.rig;

import java.util.EnumMap;
import java.util.Map;

/** The rigs of this run, one for each kind of carrier, started when first asked for and stopped with the run. */
public final class Rigs implements AutoCloseable {

    private static final Rigs CURRENT = new Rigs();

    private final Map<CarrierKind, Rig> rigs = new EnumMap<>(CarrierKind.class);

    private Rigs() {}

    static Rigs current() {
        return CURRENT;
    }

    /** The cluster without Culvert. */
    public static Target direct() {
        return Target.of("direct", SystemExtension.kubeconfig().orElseThrow());
    }

    /** The cluster through a gateway and an agent whose carriers are of that kind. */
    public static Rig of(CarrierKind kind) {
        return current().rigs.computeIfAbsent(kind, Rig::start);
    }

    void assertNoSecretInLogs() {
        rigs.values().forEach(Rig::assertNoSecretInLogs);
    }

    /** Stops all that was started. */
    @Override
    public void close() {
        rigs.values().forEach(Rig::close);
        rigs.clear();
    }
}
