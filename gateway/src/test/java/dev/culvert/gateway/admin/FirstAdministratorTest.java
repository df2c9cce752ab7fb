package dev.culvert.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.config.AdminConfig;
import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAdministratorTest {
    private static final AdminConfig ADMINS = new AdminConfig(List.of("admins"));

    @TempDir
    private Path files;

    @Test
    void aTokenWhoseSecretCannotBeWrittenIsTakenBack() throws IOException {
        Path inTheWay = Files.writeString(files.resolve("file"), "");
        CurrentDirectory directory = new CurrentDirectory(List.of());
        try (Store store = Store.open(StoreConfig.inFile(files.resolve("culvert.db")), directory, Instant::now)) {
            assertThatThrownBy(() -> FirstAdministrator.create(store, ADMINS, "admin", inTheWay.resolve("token")))
                    .isInstanceOf(IOException.class);

            assertThat(directory.get().items(Kind.CALLER_TOKEN)).isEmpty();

            FirstAdministrator.create(store, ADMINS, "admin", files.resolve("token"));

            assertThat(directory.get().items(Kind.CALLER_TOKEN)).hasSize(1);
            assertThat(files.resolve("token")).isNotEmptyFile();
        }
    }
}
