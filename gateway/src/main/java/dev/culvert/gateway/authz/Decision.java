package dev.culvert.gateway.authz;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was decided about a request, and by which rule.
 *
 * @param grant null: the request is not allowed
 * @param rule the rule that allows it, or else the first that would but for what it withholds; null where there is none
 * @param reason for people: why it is allowed, or why it is not
 */
public record Decision(@Nullable Grant grant, @Nullable String rule, String reason) {
    public Optional<Grant> maybeGrant() {
        return Optional.ofNullable(grant);
    }

    public Optional<String> maybeRule() {
        return Optional.ofNullable(rule);
    }
}
