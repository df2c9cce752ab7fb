/**
 * How streams and carriers end when they do not end well: the wire's codes, and the exceptions that carry them.
 */
@NullMarked
package dev.culvert.tunnel.failure;

import org.jspecify.annotations.NullMarked;
