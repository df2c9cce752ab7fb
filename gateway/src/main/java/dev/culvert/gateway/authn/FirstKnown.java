package dev.culvert.gateway.authn;

import dev.culvert.gateway.status.StatusException;
import dev.culvert.gateway.status.StatusReason;
import io.vertx.core.Future;
import java.util.List;

/** Several sources of callers: the first that knows the credential counts. Any thread. */
public final class FirstKnown implements CallerAuthenticator {
    private final List<CallerAuthenticator> sources;

    /**
     * @param sources in the order in which they are asked; at least one. What the last says of a credential that none knows is
     *     said to the caller
     */
    public FirstKnown(List<? extends CallerAuthenticator> sources) {
        this.sources = List.copyOf(sources);
        if (this.sources.isEmpty()) {
            throw new IllegalArgumentException("callers come from somewhere");
        }
    }

    @Override
    public Future<Caller> authenticate(Credential credential) {
        Future<Caller> answer = sources.get(0).authenticate(credential);
        for (CallerAuthenticator next : sources.subList(1, sources.size())) {
            answer = answer.recover(
                    failure -> isUnknown(failure) ? next.authenticate(credential) : Future.failedFuture(failure));
        }
        return answer;
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof StatusException status && status.reason() == StatusReason.UNAUTHORIZED;
    }
}
