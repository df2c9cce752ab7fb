package dev.culvert.gateway;

import dev.culvert.gateway.admin.FirstAdministrator;
import dev.culvert.gateway.config.GatewayConfig;
import dev.culvert.gateway.config.StoreConfig;
import dev.culvert.gateway.directory.ConfiguredItems;
import dev.culvert.gateway.directory.CurrentDirectory;
import dev.culvert.gateway.directory.RulesFile;
import dev.culvert.gateway.directory.TokenUses;
import dev.culvert.gateway.store.Store;
import dev.culvert.gateway.store.StoreService;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the directory is made of: the configuration, and where there are such, a file of rules and a store. */
final class DirectorySources {
    private final GatewayConfig config;
    private final Vertx vertx;
    private final CurrentDirectory directory;
    private final TokenUses uses = new TokenUses();
    private final @Nullable RulesFile rules;
    private final @Nullable StoreService store;

    /** Reads all of them. Blocks; throws what says to people why one of them cannot be read. */
    DirectorySources(GatewayConfig config, Vertx vertx, InstantSource clock) {
        this.config = config;
        this.vertx = vertx;
        directory = new CurrentDirectory(ConfiguredItems.of(config.clusters(), config.callers()));
        rules = config.maybeAccessRulesFile()
                .map(file -> new RulesFile(file, directory))
                .orElse(null);
        store = config.maybeStore()
                .map(where -> new StoreService(vertx, open(where, clock), uses))
                .orElse(null);
        directory.onChange(() -> uses.retain(directory.get()));
    }

    private Store open(StoreConfig where, InstantSource clock) {
        Store opened = Store.open(where, directory, clock);
        try {
            where.maybeFile()
                    .ifPresent(file -> FirstAdministrator.ensure(
                            opened,
                            directory.get(),
                            config.admin(),
                            file.resolveSibling(file.getFileName() + ".admin-token")));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    CurrentDirectory directory() {
        return directory;
    }

    TokenUses uses() {
        return uses;
    }

    Optional<StoreService> store() {
        return Optional.ofNullable(store);
    }

    /** Follows changes from now on. */
    void follow() {
        if (rules != null) {
            rules.watch(vertx);
        }
        if (store != null) {
            config.maybeStore().ifPresent(where -> store.start(where.poll()));
        }
    }

    /** Completes when the store is closed, where there is one; never fails. */
    Future<Void> close() {
        return store == null ? Future.succeededFuture() : store.close();
    }
}
