package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.config.TokenConfig;
import java.time.Instant;
import java.util.stream.Stream;

/** What tokens of both kinds have in common. */
final class Tokens {
    private Tokens() {}

    static TokenConfig read(Item item, Section spec) {
        return new TokenConfig(
                item.hash(), spec.maybeText("expires").map(TokenConfig::instant).orElse(null));
    }

    static boolean anyExpired(Stream<TokenConfig> tokens, Instant after, Instant until) {
        return tokens.flatMap(token -> token.maybeExpires().stream())
                .anyMatch(expires -> expires.isAfter(after) && !expires.isAfter(until));
    }
}
