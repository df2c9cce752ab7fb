package dev.culvert.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.variant.Ground;
import dev.culvert.benchmarks.variant.Route;
import dev.culvert.benchmarks.variant.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LaboratoryTest {

    @TempDir
    private Path directory;

    @Test
    void whoDoesNotComeUpIsNamedAndKeepsNobodyBack() throws IOException {
        List<Variant> variants =
                List.of(new Fake("broken", "no port is free"), new Fake("direct", ""), new Fake("absent", "-"));
        Network network = Network.loopback();
        Laboratory laboratory = new Laboratory(
                variants,
                network,
                Certificates.create(directory, network.addresses()),
                Toolbox.in(directory),
                directory,
                directory);

        try (Stand stand = laboratory.open(new NoBackend())) {
            assertThat(stand.variants()).containsExactly("direct");
            assertThat(stand.failed()).containsExactly(Map.entry("broken", "no port is free"));
            assertThat(stand.missing()).containsExactly(Map.entry("absent", "not built"));
        }
    }

    /** @param failure why it does not come up; empty where it does; a dash where it is not there at all */
    private record Fake(String key, String failure) implements Variant {
        @Override
        public String description() {
            return key;
        }

        @Override
        public Optional<String> missing(Toolbox toolbox) {
            return failure.equals("-") ? Optional.of("not built") : Optional.empty();
        }

        @Override
        public Route open(Ground ground) {
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
            return new Route(ground.backend().endpoint(), List.of());
        }
    }
}
