package dev.culvert.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RenewalsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Renewals renewals = new Renewals(Duration.ofHours(24), NOW);

    @Test
    void anAgentHasHalfOfTheRestForItsRenewal() {
        assertThat(renewals.missed(carriers(by("a", 4), by("b", 24)))).isEmpty();
        assertThat(renewals.missed(carriers(by("a", 24), by("b", 3))))
                .contains("an agent's certificate ends at 2026-01-01T03:00:00Z and was not renewed");
        assertThat(renewals.missed(carriers(by("a", -1)))).isPresent();
    }

    @Test
    void whatRunsOnByAnOlderCertificateIsNoMatter() {
        assertThat(renewals.missed(carriers(by("a", -1), by("a", 20), by("a", 1))))
                .isEmpty();
    }

    @Test
    void anAgentByItsTokenHasNothingToRenew() {
        assertThat(renewals.missed(carriers(new JsonObject().put("session", "a").put("credential", "token"))))
                .isEmpty();
        assertThat(renewals.missed(carriers())).isEmpty();
    }

    private static JsonArray carriers(JsonObject... all) {
        JsonArray carriers = new JsonArray();
        for (JsonObject one : all) {
            carriers.add(one);
        }
        return carriers;
    }

    private static JsonObject by(String session, int hours) {
        return new JsonObject()
                .put("session", session)
                .put("certificateExpires", NOW.plus(Duration.ofHours(hours)).toString());
    }
}
