package dev.culvert.gateway.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL of a test class's own. */
public final class PostgresServer {
    private PostgresServer() {}

    /** Starts one, which the class closes. Where none can be started, its tests are skipped, and that is said. */
    public static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        } catch (IOException | RuntimeException e) {
            System.out.println("tests are skipped: no PostgreSQL can be started here: " + e);
            return Assumptions.abort("no PostgreSQL can be started here: " + e);
        }
    }
}
