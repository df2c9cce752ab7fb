/**
 * The command line: options in, one {@link dev.culvert.kubeconfig.ClusterAccess} out, one line for the user. Single-threaded.
 *
 * <p>A secret is never an option's value: everybody on a machine can read the command lines of its processes.
 */
@NullMarked
package dev.culvert.kubeconfig.cli;

import org.jspecify.annotations.NullMarked;
