/** The ways that lead to a gateway: a host name for each cluster, and HTTP proxies in front of callers and of agents. */
@NullMarked
package dev.culvert.system.reach;

import org.jspecify.annotations.NullMarked;
