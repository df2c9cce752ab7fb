/**
 * Callers who come with a client certificate.
 */
@NullMarked
package dev.culvert.system.certificate;

import org.jspecify.annotations.NullMarked;
