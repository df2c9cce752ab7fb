package dev.culvert.agent.rights;

/** The API server could not be asked, or did not answer as an API server does. The message is for people and holds no secret. */
public final class ApiQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status of the answer; 0: there was none
     */
    ApiQuestionException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The answer's HTTP status; 0: there was none. */
    public int status() {
        return status;
    }
}
