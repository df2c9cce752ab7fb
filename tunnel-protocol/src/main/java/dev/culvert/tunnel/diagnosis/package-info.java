/**
 * What the doctors of agent and gateway say: findings in the order of the way, as text and as JSON. No threads, no I/O; knows no
 * other room.
 */
@NullMarked
package dev.culvert.tunnel.diagnosis;

import org.jspecify.annotations.NullMarked;
