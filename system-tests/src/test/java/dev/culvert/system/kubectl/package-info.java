/**
 * What somebody with kubectl sees: the same session direct and through the gateway.
 */
@NullMarked
package dev.culvert.system.kubectl;

import org.jspecify.annotations.NullMarked;
