/** What the outside can see of the agent: its health. */
@NullMarked
package dev.culvert.agent.observability;

import org.jspecify.annotations.NullMarked;
