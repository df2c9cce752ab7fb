/**
 * A program that serves watches, each event of which says when it was sent, by the clock that all processes of a machine share.
 */
@NullMarked
package dev.culvert.benchmarks.events;

import org.jspecify.annotations.NullMarked;
