/**
 * The command line of the administration: each command is one request to the gateway, or a few, and prints what it answers.
 *
 * <p>Tokens come from files or from the environment, and go to files or to the standard output; never onto a command line,
 * where everybody on the machine could read them.
 */
@NullMarked
package dev.culvert.cli;

import org.jspecify.annotations.NullMarked;
