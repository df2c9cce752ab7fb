package dev.culvert.gateway.store;

import dev.culvert.gateway.config.StoreConfig;

/**
 * How far a database is, seen without changing it.
 *
 * @param version of its tables; empty: it has none yet
 * @param pending changes that this gateway would make at its start
 * @param isNewer whether a newer gateway has changed it
 */
public record StoreState(String version, int pending, boolean isNewer) {
    /**
     * Looks. Blocks for some seconds at most.
     *
     * @throws StoreException where it cannot be reached, or is no database
     */
    public static StoreState of(StoreConfig config) {
        return Database.state(config);
    }

    /** One line for people. */
    public String describe() {
        if (version.isEmpty()) {
            return "has no tables yet, the gateway makes them at its start";
        }
        return "tables of version " + version
                + (pending == 0 ? ", up to date" : ", the gateway makes " + pending + " changes at its start");
    }
}
