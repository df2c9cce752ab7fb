package dev.culvert.gateway.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened. The message is for people, and has no secret in it. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
