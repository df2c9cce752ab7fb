package dev.culvert.gateway;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What went wrong at the start, in one line for people. */
final class Failures {
    private Failures() {}

    static String explain(Throwable failure) {
        Throwable cause = root(failure);
        if (cause instanceof FileAlreadyExistsException) {
            return cause.getMessage() + " is there already; --force replaces it";
        }
        if (cause instanceof NoSuchFileException) {
            return cause.getMessage() + ": there is no such file";
        }
        if (cause instanceof AccessDeniedException) {
            return cause.getMessage() + ": permission denied";
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
