package dev.culvert.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.Kind;
import dev.culvert.gateway.status.StatusReason;
import dev.culvert.gateway.testing.PostgresServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same, on a PostgreSQL of its own; skipped where none can be started, with the reason. */
class PostgresStoreTest extends StoreContract {
    private static EmbeddedPostgres server;

    @TempDir
    private Path files;

    private Path password;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    @Override
    void open() {
        execute("drop database if exists culvert with (force)");
        execute("create database culvert");
        try {
            password = Files.writeString(files.resolve("password"), "postgres\n");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        super.open();
    }

    @Override
    StoreConfig config() {
        return new StoreConfig(
                null,
                "postgresql://localhost:" + server.getPort() + "/culvert",
                "postgres",
                password,
                Duration.ofSeconds(1));
    }

    @Test
    void aLostConnectionCostsNothingThatIsKnownAndComesBack() {
        create(Kind.CLUSTER, "north", Map.of(), "{}");
        execute("alter database culvert allow_connections false");
        try {
            execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'culvert-gateway'");
            assertReason(() -> create(Kind.CLUSTER, "south", Map.of(), "{}"), StatusReason.SERVICE_UNAVAILABLE);

            assertThatThrownBy(store::refresh).isNotNull();
            assertThat(directory.get().cluster("north")).isPresent();
            assertThat(directory.get().cluster("south")).isEmpty();
        } finally {
            execute("alter database culvert allow_connections true");
        }

        await().ignoreExceptions().until(() -> create(Kind.CLUSTER, "south", Map.of(), "{}") != null);
        assertThat(directory.get().cluster("south")).isPresent();
    }

    @Test
    void aDatabaseThatIsAwayIsNamed() {
        execute("alter database culvert allow_connections false");
        try {
            assertThatThrownBy(() -> StoreState.of(config()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("postgresql://localhost")
                    .hasMessageContaining("not currently accepting connections");
        } finally {
            execute("alter database culvert allow_connections true");
        }
    }

    private static void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
