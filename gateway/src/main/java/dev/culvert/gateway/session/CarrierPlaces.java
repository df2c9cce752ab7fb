package dev.culvert.gateway.session;

import java.util.HashMap;
import java.util.Map;

/**
 * How many carriers each cluster has, those in their handshake included: bounds what a valid token can cost. Any thread.
 */
final class CarrierPlaces {
    private final int maxPerCluster;
    private final Map<String, Integer> taken = new HashMap<>();

    CarrierPlaces(int maxPerCluster) {
        this.maxPerCluster = maxPerCluster;
    }

    /** Takes a place for the cluster; false where there is none. */
    synchronized boolean take(String cluster) {
        int before = taken.getOrDefault(cluster, 0);
        if (before >= maxPerCluster) {
            return false;
        }
        taken.put(cluster, before + 1);
        return true;
    }

    /** Gives a place back. */
    synchronized void release(String cluster) {
        taken.computeIfPresent(cluster, (name, count) -> count <= 1 ? null : count - 1);
    }

    synchronized int taken(String cluster) {
        return taken.getOrDefault(cluster, 0);
    }
}
