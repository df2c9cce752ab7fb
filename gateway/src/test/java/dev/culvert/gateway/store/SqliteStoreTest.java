package dev.culvert.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
    void aStoreThatANewerGatewayHasChangedIsSeenToBeNewer() throws SQLException {
        String later =
                "insert into culvert_schema select installed_rank + 1, '9999', description, type, 'V9999__later.sql',"
                        + " checksum, installed_by, installed_on, execution_time, success from culvert_schema limit 1";
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + files.resolve("culvert.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(later);
        }
        assertThat(StoreState.of(config())).isEqualTo(new StoreState("9999", 0, true));
    }

    @Test
    void aStoreThatIsNotThereYetIsNotMadeByLookingForIt() {
        Path file = files.resolve("later.db");
        assertThat(StoreState.of(StoreConfig.inFile(file)).describe()).startsWith("has no tables yet");
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> StoreState.of(StoreConfig.inFile(files.resolve("nowhere/later.db"))))
                .isInstanceOf(StoreException.class)
                .hasMessage("cannot write to " + files.resolve("nowhere"));
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
