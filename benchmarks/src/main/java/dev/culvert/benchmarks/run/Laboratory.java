package dev.culvert.benchmarks.run;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Ground;
import dev.culvert.benchmarks.variant.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is the same for all backends.
 *
 * @param variants those to compare
 * @param network where they run
 * @param certificates for servers that need one
 * @param toolbox programs that are not ours
 * @param repository the checkout, with everything built
 * @param directory gets a directory for each variant on each backend
 */
public record Laboratory(
        List<Variant> variants,
        Network network,
        Certificates certificates,
        Toolbox toolbox,
        Path repository,
        Path directory) {
    public Laboratory {
        variants = List.copyOf(variants);
    }

    /**
     * Opens the variants that this machine can run, and that come up; {@link Stand#missing()} and {@link Stand#failed()} name the
     * others. The backend is closed with the stand.
     *
     * @throws IOException when a directory cannot be made: all are stopped again then, and the backend, too
     */
    public Stand open(Backend backend) throws IOException {
        Stand stand = Stand.on(backend);
        try {
            for (Variant variant : variants) {
                Optional<String> lack = variant.missing(toolbox);
                if (lack.isPresent()) {
                    stand.miss(variant.key(), lack.get());
                } else {
                    open(variant, stand);
                }
            }
            return stand;
        } catch (IOException | RuntimeException e) {
            stand.close();
            throw e;
        }
    }

    private void open(Variant variant, Stand stand) throws IOException {
        Backend backend = stand.backend();
        Path own = Files.createDirectories(directory.resolve(backend.key() + "-" + variant.key()));
        Ground ground = new Ground(backend, network, certificates, toolbox, repository, own);
        try {
            stand.add(variant.key(), variant.open(ground));
        } catch (IOException | RuntimeException e) {
            stand.fail(variant.key(), String.valueOf(e.getMessage()));
        }
    }
}
