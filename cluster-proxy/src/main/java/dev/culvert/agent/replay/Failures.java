package dev.culvert.agent.replay;

import io.vertx.core.http.StreamResetException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What the client's exceptions mean. */
final class Failures {
    private static final long REFUSED_STREAM = 7;

    private Failures() {}

    /** Whether the API server said that it did not look at the request (RFC 9113, 8.7). */
    static boolean isRefusal(Throwable failure) {
        return failure instanceof StreamResetException reset && reset.getCode() == REFUSED_STREAM;
    }

    /** Why no connection came about, for the gateway's people: no names and addresses of the cluster's network. */
    static String unreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof SSLException) {
                return "the API server's certificate cannot be verified, or it refuses TLS";
            }
            if (cause instanceof UnknownHostException) {
                return "the API server's name has no address";
            }
            if (cause instanceof ConnectException) {
                return "the API server does not take connections";
            }
            if (cause instanceof TimeoutException) {
                return "the API server takes connections, and then says nothing";
            }
        }
        return "no connection to the API server";
    }

    /** For the agent's own log. */
    static String describe(Throwable failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        int depth = 0;
        for (Throwable cause = next(failure); cause != null && depth < 4; cause = next(cause), depth++) {
            text.append(": ").append(cause.getMessage());
        }
        return text.toString();
    }

    private static @Nullable Throwable next(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == failure ? null : cause;
    }
}
