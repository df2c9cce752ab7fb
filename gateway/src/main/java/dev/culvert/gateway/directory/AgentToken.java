package dev.culvert.gateway.directory;

import dev.culvert.gateway.config.Section;
import dev.culvert.gateway.config.TokenConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * @param name by which the administration knows it; no secret
 * @param cluster whose agent it admits
 */
public record AgentToken(String name, String cluster, TokenConfig token) {
    /** Tells it from every other token, one that had its name before included; no secret. 32 hexadecimal digits. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("agent token " + token.sha256()).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static AgentToken read(Item item, Section spec) {
        spec.maybeText("description");
        return new AgentToken(item.name(), spec.text("cluster"), Tokens.read(item, spec));
    }
}
