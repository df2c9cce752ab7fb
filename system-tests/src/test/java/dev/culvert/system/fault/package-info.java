/**
 * What callers see when the agent dies, or a gateway restarts, and what is left behind.
 */
@NullMarked
package dev.culvert.system.fault;

import org.jspecify.annotations.NullMarked;
