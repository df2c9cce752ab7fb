package dev.culvert.gateway.relay;

import java.util.List;
import java.util.Locale;

/**
 * Whether an HTTP/1.1 request asks to switch protocols, and whether it may. {@code websocket} and {@code SPDY/3.1} are all that
 * Kubernetes has; other values, {@code h2c} first of all, are nothing that this hop offers and are ignored.
 */
public final class UpgradeRequest {
    /** What to do with a request. */
    public enum Kind {
        /** An ordinary request; an Upgrade header in it means nothing here. */
        NONE,
        /** An upgrade. */
        UPGRADE,
        /** An upgrade by a method, or with a body, that none can have. */
        INVALID
    }

    private UpgradeRequest() {}

    /**
     * @param connection the Connection lines
     * @param upgrade the Upgrade lines
     */
    public static Kind kindOf(String method, List<String> connection, List<String> upgrade, boolean body) {
        if (upgrade.isEmpty()) {
            return Kind.NONE;
        }
        boolean asked = connection.stream().anyMatch(UpgradeRequest::listsUpgrade);
        boolean known = upgrade.stream().anyMatch(UpgradeRequest::listsKnownProtocol);
        if (!asked || !known) {
            return Kind.NONE;
        }
        boolean legal = upgrade.size() == 1
                && isKnown(upgrade.get(0))
                && (method.equals("GET") || method.equals("POST"))
                && !body;
        return legal ? Kind.UPGRADE : Kind.INVALID;
    }

    private static boolean listsUpgrade(String line) {
        return List.of(line.toLowerCase(Locale.ROOT).split("\\s*,\\s*", -1)).contains("upgrade");
    }

    private static boolean listsKnownProtocol(String line) {
        for (String protocol : line.split(",", -1)) {
            if (isKnown(protocol)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKnown(String protocol) {
        String name = protocol.strip();
        return name.equalsIgnoreCase("websocket") || name.equalsIgnoreCase("SPDY/3.1");
    }
}
