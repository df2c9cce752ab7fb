package dev.culvert.system.load;

import dev.culvert.system.rig.Daemon;

/** What a process holds at a moment: live heap after a full collection, open descriptors, resident memory; bytes. */
record Footprint(long heap, long descriptors, long resident) {

    static Footprint of(Daemon daemon) {
        return new Footprint(daemon.liveHeap(), daemon.descriptors(), daemon.resident());
    }

    @Override
    public String toString() {
        return "live heap %.1f MiB, %d descriptors, resident %d MiB"
                .formatted(heap / 1048576.0, descriptors, resident >> 20);
    }
}
