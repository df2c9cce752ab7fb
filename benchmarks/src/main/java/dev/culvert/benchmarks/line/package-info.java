/**
 * A long line: a network of its own for the edge, and a process that delays, paces and drops the packets between it and the
 * centre. Programs there are other processes' neighbours by TCP, and by nothing else.
 */
@NullMarked
package dev.culvert.benchmarks.line;

import org.jspecify.annotations.NullMarked;
