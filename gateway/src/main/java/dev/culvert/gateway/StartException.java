package dev.culvert.gateway;

import dev.culvert.gateway.config.Address;
import io.vertx.core.Future;

/** The gateway cannot start. The message is for people. */
final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StartException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A failed future that says which address it was, once: a failure that says so already is passed on. */
    static <T> Future<T> cannotListen(Address address, Throwable cause) {
        if (cause instanceof StartException) {
            return Future.failedFuture(cause);
        }
        String problem = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return Future.failedFuture(new StartException("cannot listen on " + address + ": " + problem, cause));
    }
}
