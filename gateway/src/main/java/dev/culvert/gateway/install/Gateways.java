package dev.culvert.gateway.install;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where the agent finds all its gateways.
 *
 * @param addresses 1 to 16, each once
 */
public record Gateways(List<GatewayAddress> addresses) {
    /** More the agent does not take. */
    private static final int MAX = 16;

    public Gateways {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || addresses.size() > MAX) {
            throw new InvalidManifestException("there can be 1 to " + MAX + " gateways, not " + addresses.size());
        }
        Set<String> seen = new HashSet<>();
        for (GatewayAddress address : addresses) {
            if (!seen.add(address.url().toLowerCase(Locale.ROOT))) {
                throw new InvalidManifestException("the gateway " + address.url() + " is named twice");
            }
        }
    }

    /** Reads {@code https://HOST[:PORT]} of each. */
    public static Gateways of(List<String> urls) {
        return new Gateways(urls.stream().map(GatewayAddress::of).toList());
    }

    /** Always with a port. */
    public List<String> urls() {
        return addresses.stream().map(GatewayAddress::url).toList();
    }
}
