/**
 * Who is asking: bearer tokens, client certificates and impersonation. Event loop only.
 */
@NullMarked
package dev.culvert.clusters.apiserver.identity;

import org.jspecify.annotations.NullMarked;
