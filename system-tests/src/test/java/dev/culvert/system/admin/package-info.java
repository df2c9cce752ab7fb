/** A gateway that is administered while it runs, by the command line, from nothing. */
@NullMarked
package dev.culvert.system.admin;

import org.jspecify.annotations.NullMarked;
