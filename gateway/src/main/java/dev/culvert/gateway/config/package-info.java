/**
 * The configuration file as records. The YAML is the public interface, the records are not.
 *
 * <p>Every record checks itself; a value that is not legal is a {@link dev.culvert.gateway.config.ConfigException} that names
 * its path in the file. A leaf: knows no other package of the gateway. Immutable; any thread.
 */
@NullMarked
package dev.culvert.gateway.config;

import org.jspecify.annotations.NullMarked;
