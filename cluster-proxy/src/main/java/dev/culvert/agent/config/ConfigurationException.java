package dev.culvert.agent.config;

/** The configuration cannot be used. The message is one line for the person who wrote it, names what to change, and holds no secrets. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message, null, false, false);
    }
}
