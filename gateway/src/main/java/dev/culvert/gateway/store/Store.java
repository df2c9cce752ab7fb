package dev.culvert.gateway.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.culvert.gateway.config.ConfigException;
import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.Item;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database, as long as it is open. Blocks: {@link StoreService} has the threads for it. Any thread.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final int MAX_READS = 10;

    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final CurrentDirectory directory;
    private final InstantSource clock;
    private volatile long known = -1;

    private record Changed<T>(T result, long revision, List<Item> items) {}

    /** Carries the result of a change out of the transaction that is rolled back. */
    private static final class DryRun extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Object result;

        DryRun(Object result) {
            super(null, null, false, false);
            this.result = result;
        }
    }

    private Store(HikariDataSource source, CurrentDirectory directory, InstantSource clock) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Opens it, makes or changes its tables where this gateway needs others, and reads all of it into the directory.
     *
     * @throws StoreException where that is not possible
     */
    public static Store open(StoreConfig config, CurrentDirectory directory, InstantSource clock) {
        Store store = new Store(Database.open(config), directory, clock);
        try {
            store.refresh();
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw new StoreException("cannot read the store " + config.describe() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes a change, and reads everything anew into the directory before it returns.
     *
     * @param dryRun whether nothing is to be changed, and only the result is wanted
     * @throws StatusException what the change throws, 422 where it throws a {@link ConfigException}, and 503 where the database
     *     cannot be reached
     */
    public <T> T change(Function<Transaction, T> change, boolean dryRun) {
        try {
            Changed<T> changed = jdbi.inTransaction(handle -> attempt(handle, change, dryRun));
            publish(changed.revision, changed.items);
            return changed.result;
        } catch (DryRun done) {
            @SuppressWarnings("unchecked")
            T result = (T) done.result;
            return result;
        } catch (ConfigException e) {
            throw new StatusException(StatusReason.INVALID, String.valueOf(e.getMessage()));
        } catch (StatusException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unavailable(e);
        }
    }

    /** Reads back in the same transaction: nothing that was committed can stay unknown to this gateway. */
    private <T> Changed<T> attempt(Handle handle, Function<Transaction, T> change, boolean dryRun) {
        long revision = ObjectTable.nextRevision(handle);
        T result = change.apply(new Transaction(handle, revision, clock.instant()));
        if (dryRun) {
            throw new DryRun(result);
        }
        return new Changed<>(result, revision, ObjectTable.all(handle));
    }

    /** Reads everything where anything has changed. Throws what JDBI throws. */
    void refresh() {
        jdbi.useHandle(handle -> {
            for (int i = 0; i < MAX_READS && ObjectTable.revision(handle) != known; i++) {
                long before = ObjectTable.revision(handle);
                List<Item> items = ObjectTable.all(handle);
                // Else somebody changed something in between, and this may be half of it.
                if (ObjectTable.revision(handle) == before) {
                    publish(before, items);
                }
            }
        });
    }

    private synchronized void publish(long revision, List<Item> items) {
        if (revision > known) {
            known = revision;
            directory.replaceStored(revision, items);
        }
    }

    /** Keeps when tokens were used last; what cannot be kept is kept the next time. Throws what JDBI throws. */
    void keep(TokenUses uses) {
        Map<TokenUses.Token, Instant> taken = uses.takeUnsaved();
        if (taken.isEmpty()) {
            return;
        }
        try {
            jdbi.useTransaction(
                    handle -> taken.forEach((token, at) -> ObjectTable.used(handle, token.kind(), token.name(), at)));
        } catch (RuntimeException e) {
            uses.putBack(taken);
            throw e;
        }
    }

    private static StatusException unavailable(RuntimeException e) {
        LOG.atError().addKeyValue("error", e.getMessage()).log("the store could not be changed");
        LOG.atDebug().setCause(e).log("the store could not be changed");
        return new StatusException(StatusReason.SERVICE_UNAVAILABLE, "the store cannot be changed now");
    }

    @Override
    public void close() {
        source.close();
    }
}
