/**
 * How a run goes: all variants of a backend stand side by side and take turns, round by round, so that what slows the machine
 * down slows all of them down. Before the first round, all of
 * them have been under load until they got no faster. Blocking.
 */
@NullMarked
package dev.culvert.benchmarks.run;

import org.jspecify.annotations.NullMarked;
