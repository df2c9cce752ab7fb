package dev.culvert.agent.doctor;

import dev.culvert.tunnel.carrier.Carrier;
import dev.culvert.tunnel.carrier.DialException;
import dev.culvert.tunnel.carrier.Dialer;
import dev.culvert.tunnel.carrier.Hop;
import dev.culvert.tunnel.diagnosis.Finding;
import dev.culvert.tunnel.diagnosis.RootCause;
import dev.culvert.tunnel.exchange.Endpoint;
import dev.culvert.tunnel.exchange.EndpointSettings;
import dev.culvert.tunnel.failure.CarrierClosedException;
import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ResetCode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Dials each kind of carrier, which shows the token, and says hello by a name that no cluster has: the gateway answers that by
 * ending the carrier. So bytes have gone both ways, and it has not taken the doctor for an agent that it can send requests.
 */
final class CarrierTrial {
    static final String TOKEN = "token";

    private static final String NO_CLUSTER = "(cluster-proxy doctor)";
    private static final String NOTHING_BACK = "opens, but nothing comes back";
    private static final String HELD_BACK =
            "something on the way holds streams back until they end: have it pass bytes on at once";

    private final EndpointSettings settings;
    private final Duration deadline;

    /**
     * @param software name and version, as the gateway is told
     * @param deadline of dialling, and of what follows
     */
    CarrierTrial(String software, Duration deadline) {
        String session = UUID.randomUUID().toString().replace("-", "");
        this.settings = EndpointSettings.defaults(software).withIdentity(session, NO_CLUSTER);
        this.deadline = deadline;
    }

    /**
     * How far one kind got.
     *
     * @param refusal of the token; null where there was none
     */
    private record Outcome(boolean through, @Nullable String refusal, String detail, String advice) {}

    List<Finding> of(List<Dialer> dialers) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        dialers.forEach(dialer -> outcomes.put(dialer.kind(), outcome(dialer)));
        boolean anyThrough = outcomes.values().stream().anyMatch(Outcome::through);
        List<Finding> findings = new ArrayList<>();
        outcomes.forEach((kind, outcome) -> {
            Finding.State otherwise = anyThrough ? Finding.State.WARNING : Finding.State.FAILED;
            Finding.State state = outcome.through() ? Finding.State.OK : otherwise;
            findings.add(new Finding(kind, state, outcome.detail(), outcome.advice()));
        });
        findings.add(token(outcomes.values().stream().filter(Outcome::through).toList()));
        return findings;
    }

    private static Finding token(List<Outcome> through) {
        if (through.isEmpty()) {
            return Finding.skipped(TOKEN, "not shown to the gateway");
        }
        return through.stream()
                .map(Outcome::refusal)
                .filter(Objects::nonNull)
                .findFirst()
                .map(refusal -> Finding.failed(
                        TOKEN,
                        refusal,
                        "it was revoked, has expired, or is of another gateway or a disabled cluster:"
                                + " have a new one issued, and put it into --token-file"))
                .orElseGet(() -> Finding.ok(TOKEN, "the gateway knows it"));
    }

    private Outcome outcome(Dialer dialer) {
        try {
            return dialer.dial()
                    .compose(this::greet)
                    .recover(failure -> Future.succeededFuture(explained(dialer.kind(), failure)))
                    .await(deadline.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return failed("no answer within " + deadline.multipliedBy(2).toSeconds() + " s", "");
        }
    }

    private Future<Outcome> greet(Carrier carrier) {
        Endpoint endpoint = Endpoint.dialer(
                carrier, settings, exchange -> exchange.reset(ResetCode.REFUSED, "a doctor serves nobody"));
        return endpoint.ready()
                .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .map(peer -> through(null))
                .recover(failure -> failure instanceof CarrierClosedException closed
                                && closed.byPeer()
                                && closed.code() == CloseCode.UNAUTHORIZED
                        ? Future.succeededFuture(through(null))
                        : Future.failedFuture(failure))
                .onComplete(said -> endpoint.close(CloseCode.DRAIN, "the doctor leaves"));
    }

    private static Outcome through(@Nullable String refusal) {
        return new Outcome(true, refusal, "the gateway answers", "");
    }

    private static Outcome failed(String detail, String advice) {
        return new Outcome(false, null, detail, advice);
    }

    private static Outcome explained(String kind, Throwable failure) {
        if (failure instanceof DialException dial) {
            return dial.hop() == Hop.CREDENTIAL
                    ? through(dial.detail())
                    : failed(RootCause.text(dial), advice(kind, dial.hop()));
        }
        if (failure instanceof CarrierClosedException closed) {
            return closed.byPeer()
                    ? failed(RootCause.text(closed), "the gateway answers, but takes no agent of this version now")
                    : failed(NOTHING_BACK + ": " + RootCause.text(closed), HELD_BACK);
        }
        if (failure instanceof TimeoutException) {
            return failed(NOTHING_BACK, HELD_BACK);
        }
        return failed(RootCause.text(failure), "");
    }

    private static String advice(String kind, Hop hop) {
        return switch (hop) {
            case ALPN -> "HTTP/2 does not get through to the gateway";
            case HTTP, PROTOCOL ->
                kind.equals("websocket")
                        ? "something on the way takes the Upgrade header away, or answers in the gateway's place"
                        : "something on the way speaks HTTP/2 but no gRPC, or answers in the gateway's place";
            default -> "";
        };
    }
}
