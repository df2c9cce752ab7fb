package dev.culvert.agent.credentials;

/** Reads where the API server is and how to authenticate. */
public interface AccessSource {
    /** Reads everything anew; blocks. Fails with {@link CredentialsException}. */
    ApiAccess read();

    /** What is read, for logs. */
    String description();
}
