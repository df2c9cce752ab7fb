package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What install links say where nobody says something else.
 *
 * @param gateways {@code https://HOST[:PORT]} of each, as clusters see them; empty: this one, as whoever makes the link reaches it
 * @param caFile PEM certificates by which agents verify the gateway; null: the public authorities
 * @param image reference of the agent's image; null: that of the gateway's own version
 */
public record InstallConfig(
        List<String> gateways,
        @Nullable Path caFile,
        @Nullable String image) {

    public InstallConfig {
        gateways = List.copyOf(gateways);
    }

    public Optional<Path> maybeCaFile() {
        return Optional.ofNullable(caFile);
    }

    public Optional<String> maybeImage() {
        return Optional.ofNullable(image);
    }

    static InstallConfig read(Section section, Path directory) {
        return new InstallConfig(
                section.textOrTexts("gateway"),
                section.maybeText("caFile").map(directory::resolve).orElse(null),
                section.maybeText("image").orElse(null));
    }
}
