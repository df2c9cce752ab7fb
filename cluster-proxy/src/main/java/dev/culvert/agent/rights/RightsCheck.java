package dev.culvert.agent.rights;

import dev.culvert.agent.credentials.ApiAccess;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the agent has what mode {@code impersonate} needs: asked at the start and on a period, logged when it changes. Nothing
 * fails by it. Any thread.
 */
public final class RightsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RightsCheck.class);

    private final Vertx vertx;
    private final ApiQuestions questions;
    private final Supplier<ApiAccess> access;
    private final Duration period;
    private final Duration retry;
    private volatile String summary = "not known yet";
    private volatile boolean closed;

    /**
     * @param period between two looks; zero: it never looks
     * @param retry after one that got no answer
     */
    public RightsCheck(Vertx vertx, Supplier<ApiAccess> access, Duration period, Duration retry) {
        this.vertx = vertx;
        this.questions = new ApiQuestions(vertx);
        this.access = access;
        this.period = period;
        this.retry = retry;
    }

    /** Looks, and goes on looking until it is closed. */
    public void start() {
        if (period.isZero()) {
            summary = "not looked at";
        } else {
            look();
        }
    }

    private void look() {
        questions.rights(access.get()).onComplete(asked -> {
            if (closed) {
                return;
            }
            if (asked.succeeded()) {
                known(asked.result());
            } else {
                unknown(asked.cause());
            }
            vertx.setTimer((asked.succeeded() ? period : retry).toMillis(), id -> {
                if (!closed) {
                    look();
                }
            });
        });
    }

    /** One line for people: what was found last. */
    public String summary() {
        return summary;
    }

    private void known(Rights rights) {
        String now = rights.describe();
        if (now.equals(summary)) {
            return;
        }
        summary = now;
        if (rights.isIncomplete()) {
            LOG.atWarn()
                    .addKeyValue("impersonation", now)
                    .log("The agent lacks rights in the cluster, callers in mode impersonate will be refused");
        } else {
            LOG.atInfo().addKeyValue("impersonation", now).log("The agent's rights for mode impersonate");
        }
    }

    private void unknown(Throwable cause) {
        String now = "not known: " + cause.getMessage();
        if (!now.equals(summary)) {
            summary = now;
            LOG.atWarn().addKeyValue("error", cause.getMessage()).log("The agent's rights cannot be asked for");
        }
    }

    /** It looks no more. */
    public Future<Void> close() {
        closed = true;
        return questions.close();
    }
}
