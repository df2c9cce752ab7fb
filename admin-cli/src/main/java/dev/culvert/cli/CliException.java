package dev.culvert.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** A command has failed. The message is for people, and is all that they see. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int code;

    private CliException(String message, int code) {
        super(message);
        this.code = code;
    }

    CliException(String message) {
        this(message, 0);
    }

    /** What is wrong with a file, or with what it holds. */
    static CliException of(String what, Exception cause) {
        String text = String.valueOf(cause.getMessage());
        if (cause instanceof NoSuchFileException) {
            text += ": there is no such file";
        } else if (cause instanceof AccessDeniedException) {
            text += ": permission denied";
        }
        return new CliException(what + ": " + text);
    }

    /** What the gateway answered. */
    static CliException ofStatus(int code, String message) {
        return new CliException(message, code);
    }

    /** The HTTP code of the gateway's answer; 0 where there was none. */
    int code() {
        return code;
    }
}
