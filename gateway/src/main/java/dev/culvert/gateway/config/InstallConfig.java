package dev.culvert.gateway.config;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What install links say where nobody says something else.
 *
 * @param gateway {@code https://HOST[:PORT]}, as clusters see it; null: as whoever makes the link reaches it
 * @param caFile PEM certificates by which agents verify the gateway; null: the public authorities
 * @param image reference of the agent's image; null: that of the gateway's own version
 */
public record InstallConfig(
        @Nullable String gateway,
        @Nullable Path caFile,
        @Nullable String image) {

    public Optional<String> maybeGateway() {
        return Optional.ofNullable(gateway);
    }

    public Optional<Path> maybeCaFile() {
        return Optional.ofNullable(caFile);
    }

    public Optional<String> maybeImage() {
        return Optional.ofNullable(image);
    }

    static InstallConfig read(Section section, Path directory) {
        return new InstallConfig(
                section.maybeText("gateway").orElse(null),
                section.maybeText("caFile").map(directory::resolve).orElse(null),
                section.maybeText("image").orElse(null));
    }
}
