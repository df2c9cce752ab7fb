/**
 * Gateway and agent in front of a scripted upstream that records what it gets, byte for byte. Needs no cluster.
 *
 * <p>Each test class has a rig of its own; its tests run one after the other on the test's thread.
 */
@NullMarked
package dev.culvert.system.exact;

import org.jspecify.annotations.NullMarked;
