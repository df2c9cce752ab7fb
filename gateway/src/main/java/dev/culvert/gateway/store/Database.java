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
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
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
                migrate(source);
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

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:dev/culvert/gateway/store")
                .table("culvert_schema")
                .load()
                .migrate();
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
