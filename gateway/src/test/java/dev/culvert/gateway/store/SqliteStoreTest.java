package dev.culvert.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest extends StoreContract {
    @TempDir
    private Path files;

    @Override
    StoreConfig config() {
        return StoreConfig.inFile(files.resolve("culvert.db"));
    }

    @Test
    void onlyItsOwnerReadsTheFiles() throws IOException {
        try (Stream<Path> all = Files.list(files)) {
            assertThat(all).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsNamedAndLeftAlone() throws IOException {
        Path file = files.resolve("notes.txt");
        Files.writeString(file, "not a database, and long enough to be read as the head of one".repeat(100));

        assertThatThrownBy(() ->
                        Store.open(StoreConfig.inFile(file), new CurrentDirectory(List.of()), java.time.Instant::now))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("cannot open the store " + file);
        assertThat(Files.readString(file)).startsWith("not a database");
    }
}
