package dev.culvert.gateway.doctor;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which agents should have renewed their certificates by now. They do so when two thirds of the life are over; the doctor waits for
 * half of the rest.
 *
 * @param life of a certificate
 */
record Renewals(Duration life, Instant now) {
    static final String ADVICE =
            "see the agent's log: it says why it gets no certificate. One ends with the agent's token, too:"
                    + " where that expires, rotate it";

    /**
     * @param carriers as the administration lists them: of an agent those by its last certificate alone say anything, since what
     *     runs on older ones is let run
     * @return what to say of the first that has not; empty where all have
     */
    Optional<String> missed(JsonArray carriers) {
        Map<String, Instant> latest = carriers.stream()
                .map(JsonObject.class::cast)
                .filter(carrier -> carrier.containsKey("certificateExpires"))
                .collect(Collectors.toMap(
                        carrier -> carrier.getString("session", ""),
                        carrier -> OffsetDateTime.parse(carrier.getString("certificateExpires"))
                                .toInstant(),
                        (one, other) -> one.isAfter(other) ? one : other));
        return latest.values().stream()
                .min(Comparator.naturalOrder())
                .filter(end -> now.plus(life.dividedBy(6)).isAfter(end))
                .map(end -> "an agent's certificate ends at " + end + " and was not renewed");
    }
}
