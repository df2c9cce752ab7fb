/**
 * The certificates of a run. Every hop of every variant does TLS with the same kind of key.
 */
@NullMarked
package dev.culvert.benchmarks.certificate;

import org.jspecify.annotations.NullMarked;
