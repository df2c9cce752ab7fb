package dev.culvert.benchmarks.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

final class ConfigMapsTest {

    @Test
    void theyAreOfTheSizeThatIsAskedFor() {
        assertThat(ConfigMaps.one("small", 2048).toString()).hasSize(2048);
        assertThat(ConfigMaps.list(5_000_000).toString().length()).isBetween(5_000_000, 5_010_000);
    }

    @Test
    void theyCompressAsManifestsDoAndNotAsZeros() throws IOException {
        byte[] plain = ConfigMaps.list(1_000_000).toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(plain);
        }
        assertThat(compressed.size()).isBetween(plain.length / 10, plain.length / 2);
    }
}
