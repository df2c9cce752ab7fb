/**
 * What the gateway knows: clusters, agents' tokens, callers, callers' tokens and access rules, whoever said so. An immutable
 * {@link dev.culvert.gateway.directory.Directory} is made of the configuration, of the file of rules, and of what the store
 * holds; the first of them that has a name keeps it. {@link dev.culvert.gateway.directory.CurrentDirectory} has the one that
 * counts now, and tells whoever must know that another has taken its place.
 *
 * <p>An {@link dev.culvert.gateway.directory.Item} is anything of these as the administration shows it and the store keeps it:
 * metadata and a {@code spec} in JSON. The typed records beside it are what is read from such a spec, and check it.
 *
 * <p>Values are immutable; any thread.
 */
@NullMarked
package dev.culvert.gateway.directory;

import org.jspecify.annotations.NullMarked;
