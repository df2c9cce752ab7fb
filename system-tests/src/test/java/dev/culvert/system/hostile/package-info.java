/**
 * Callers and agents that break the rules, by mistake or on purpose.
 */
@NullMarked
package dev.culvert.system.hostile;

import org.jspecify.annotations.NullMarked;
