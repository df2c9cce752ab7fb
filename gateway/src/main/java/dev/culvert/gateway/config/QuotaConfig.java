package dev.culvert.gateway.config;

/**
 * How many requests of each kind may be under way at once, and how many may begin in a second.
 *
 * @param requests those that are over within seconds, as a rule
 * @param streams watches, logs and proxied requests
 * @param upgrades remote commands and forwarded ports
 * @param perSecond of all kinds together; 0: no limit
 */
public record QuotaConfig(int requests, int streams, int upgrades, int perSecond) {
    private static final int MOST = 1_000_000;

    public QuotaConfig {
        TunnelConfig.requireBetween(requests, 1, MOST, "requests");
        TunnelConfig.requireBetween(streams, 1, MOST, "streams");
        TunnelConfig.requireBetween(upgrades, 1, MOST, "upgrades");
        TunnelConfig.requireBetween(perSecond, 0, MOST, "perSecond");
    }

    static QuotaConfig read(Section section, QuotaConfig otherwise) {
        return new QuotaConfig(
                section.number("requests", otherwise.requests),
                section.number("streams", otherwise.streams),
                section.number("upgrades", otherwise.upgrades),
                section.number("perSecond", otherwise.perSecond));
    }
}
