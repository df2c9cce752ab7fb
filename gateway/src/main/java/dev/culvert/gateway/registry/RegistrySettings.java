package dev.culvert.gateway.registry;

import java.time.Duration;

/**
 * @param patience that one request waits for a lost agent at most
 * @param window after the loss of a cluster's last carrier, and after the start, in which requests wait at all
 * @param maxWaitingPerCluster requests that wait at once for one cluster
 * @param maxWaiting requests that wait at once for any cluster
 * @param maxCarriersPerSession connections of one agent process
 * @param maxSessionsPerCluster agent processes of one cluster
 */
public record RegistrySettings(
        Duration patience,
        Duration window,
        int maxWaitingPerCluster,
        int maxWaiting,
        int maxCarriersPerSession,
        int maxSessionsPerCluster) {}
