/** What the doctors of both programs say of a cluster that works, and of one that does not. */
@NullMarked
package dev.culvert.system.doctor;

import org.jspecify.annotations.NullMarked;
