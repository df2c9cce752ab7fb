package dev.culvert.benchmarks.variant;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Toolbox;
import java.nio.file.Path;

/**
 * What a variant is built on.
 *
 * @param backend where it leads to
 * @param network where its programs run
 * @param certificates for servers that need one
 * @param toolbox programs that are not ours
 * @param repository the checkout, with everything built
 * @param directory the variant's own, empty; for configuration, keys and logs
 */
public record Ground(
        Backend backend,
        Network network,
        Certificates certificates,
        Toolbox toolbox,
        Path repository,
        Path directory) {}
