/**
 * What callers see of a whole Culvert on a real cluster. Tests run one after the other on JUnit's thread; the gateway and
 * the agent are processes of their own.
 */
@NullMarked
package dev.culvert.system;

import org.jspecify.annotations.NullMarked;
