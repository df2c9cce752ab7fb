package dev.culvert.gateway.config;

/** The configuration cannot be used. The message begins with the path of the offending value, and is for people. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String problem;

    /**
     * @param path of the value, as far as it is known here, such as {@code tokens[0].sha256}; may be empty
     * @param problem what is wrong with it; never the value of a secret
     */
    public ConfigException(String path, String problem) {
        super(path.isEmpty() ? problem : path + ": " + problem);
        this.path = path;
        this.problem = problem;
    }

    /** The same problem seen from further out. */
    public ConfigException within(String outer) {
        if (outer.isEmpty()) {
            return this;
        }
        return new ConfigException(path.isEmpty() ? outer : outer + "." + path, problem);
    }

    /** Throws where the value is not legal. */
    public static void require(boolean legal, String path, String problem) {
        if (!legal) {
            throw new ConfigException(path, problem);
        }
    }
}
