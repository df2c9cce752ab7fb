/**
 * What the agent may do in its cluster, by asking the API server: SelfSubjectAccessReviews and SelfSubjectRulesReviews, which
 * every authenticated user may make. Wrong rights are found at the start, and not by the first caller.
 */
@NullMarked
package dev.culvert.agent.rights;

import org.jspecify.annotations.NullMarked;
