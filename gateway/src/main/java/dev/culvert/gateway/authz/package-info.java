/**
 * What a caller may do: default deny, and rules that give callers access to clusters in a mode.
 *
 * <p>A cluster that does not exist and one that the caller may not reach are told apart by nothing: same code, same text.
 */
@NullMarked
package dev.culvert.gateway.authz;

import org.jspecify.annotations.NullMarked;
