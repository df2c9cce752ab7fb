package dev.culvert.gateway.directory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The directory that counts now, put together of parts that change one by one. Any thread; listeners are called on the thread that
 * changed a part, one change at a time, and must not take long.
 */
public final class CurrentDirectory {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Item> configured;
    private List<Item> ruled = List.of();
    private List<Item> stored = List.of();
    private long revision;
    private volatile Directory current;

    /**
     * @param configured what the configuration says, for good
     */
    public CurrentDirectory(List<Item> configured) {
        this.configured = List.copyOf(configured);
        this.current = Directory.of(configured);
    }

    public Directory get() {
        return current;
    }

    /** Calls the listener after each change from now on. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** The file of rules says this now. */
    public synchronized void replaceRules(List<Item> rules) {
        ruled = List.copyOf(rules);
        combine();
    }

    /** The store holds this now; ignored where something newer is known. */
    public synchronized void replaceStored(long newRevision, List<Item> items) {
        if (newRevision >= revision) {
            revision = newRevision;
            stored = List.copyOf(items);
            combine();
        }
    }

    private void combine() {
        current = Directory.of(configured, ruled, stored);
        listeners.forEach(Runnable::run);
    }
}
