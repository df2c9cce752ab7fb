/**
 * The agent: dials out to the gateway, and replays what comes through the tunnel against the kube-apiserver beside it. This
 * package starts and stops it; {@link dev.culvert.agent.Agent} shows how the rooms fit together.
 */
@NullMarked
package dev.culvert.agent;

import org.jspecify.annotations.NullMarked;
