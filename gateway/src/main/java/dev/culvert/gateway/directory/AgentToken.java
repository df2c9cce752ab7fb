package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.config.TokenConfig;

/**
 * @param name by which the administration knows it; no secret
 * @param cluster whose agent it admits
 */
public record AgentToken(String name, String cluster, TokenConfig token) {
    static AgentToken read(Item item, Section spec) {
        spec.maybeText("description");
        return new AgentToken(item.name(), spec.text("cluster"), Tokens.read(item, spec));
    }
}
