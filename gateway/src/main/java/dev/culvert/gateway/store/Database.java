package dev.culvert.gateway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.culvert.gateway.config.StoreConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Opens the database, and brings its schema up to date. Blocks. */
final class Database {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** The store's threads; SQLite has one writer anyway. */
    private static final int CONNECTIONS = 2;

    private Database() {}

    /** Throws {@link StoreException} where it cannot be reached, or is of a newer gateway. */
    static HikariDataSource open(StoreConfig config) {
        try {
            HikariConfig pool = new HikariConfig();
            pool.setPoolName("store");
            pool.setDataSource(config.maybeFile().map(Database::sqlite).orElseGet(() -> postgres(config)));
            pool.setMaximumPoolSize(config.maybeFile().isPresent() ? 1 : CONNECTIONS);
            pool.setConnectionTimeout(PATIENCE.toMillis());
            HikariDataSource source = new HikariDataSource(pool);
            try {
                flyway(source).migrate();
            } catch (RuntimeException e) {
                source.close();
                throw e;
            }
            return source;
        } catch (RuntimeException e) {
            throw e instanceof StoreException known ? known : failed(config, e);
        }
    }

    private static StoreException failed(StoreConfig config, RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StoreException("cannot open the store " + config.describe() + ": " + root.getMessage(), e);
    }

    /** Without changing anything. Throws {@link StoreException} where it cannot be reached. */
    static StoreState state(StoreConfig config) {
        try {
            Optional<Path> file = config.maybeFile();
            if (file.isPresent() && !Files.exists(file.get())) {
                requireWritable(file.get().toAbsolutePath().getParent());
                return new StoreState("", 0, false);
            }
            file.ifPresent(Database::requireWritable);
            MigrationInfoService info = flyway(file.map(Database::sqliteToRead).orElseGet(() -> postgres(config)))
                    .info();
            MigrationInfo current = info.current();
            return new StoreState(
                    current == null ? "" : String.valueOf(current.getVersion()),
                    info.pending().length,
                    current != null && current.getState().name().startsWith("FUTURE"));
        } catch (RuntimeException e) {
            throw e instanceof StoreException known ? known : failed(config, e);
        }
    }

    private static void requireWritable(@Nullable Path path) {
        if (path == null || !Files.isWritable(path)) {
            throw new StoreException("cannot write to " + path, null);
        }
    }

    private static Flyway flyway(DataSource source) {
        return Flyway.configure()
                .dataSource(source)
                .locations("classpath:dev/culvert/gateway/store")
                .table("culvert_schema")
                .load();
    }

    private static DataSource sqliteToRead(Path file) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static DataSource sqlite(Path file) {
        createOwnersOnly(file);
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    /** SQLite gives the files beside it the same permissions. */
    private static void createOwnersOnly(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // Another gateway was faster.
        } catch (IOException e) {
            throw new StoreException("cannot make the store " + file + ": " + e, e);
        }
    }

    private static DataSource postgres(StoreConfig config) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:" + config.url());
        config.maybeUser().ifPresent(source::setUser);
        config.maybePasswordFile().ifPresent(file -> source.setPassword(password(file)));
        source.setConnectTimeout((int) PATIENCE.toSeconds());
        source.setSocketTimeout((int) PATIENCE.multipliedBy(2).toSeconds());
        source.setTcpKeepAlive(true);
        source.setApplicationName("culvert-gateway");
        return source;
    }

    private static String password(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StoreException("cannot read the store's password: " + e, e);
        }
    }
}
