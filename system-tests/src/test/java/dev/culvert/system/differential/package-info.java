/**
 * The same request direct and through the gateway: the answers must be the same, byte for byte.
 */
@NullMarked
package dev.culvert.system.differential;

import org.jspecify.annotations.NullMarked;
