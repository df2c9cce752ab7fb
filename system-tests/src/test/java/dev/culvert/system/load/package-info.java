/**
 * Many requests, large ones, slow readers: what they cost, and what they leave behind.
 */
@NullMarked
package dev.culvert.system.load;

import org.jspecify.annotations.NullMarked;
