package dev.culvert.system.rig;

/** What a finished command left. The exit code of a process killed by signal N is 128 + N. */
public record Outcome(String command, int exit, byte[] stdout, byte[] stderr) {

    public String out() {
        return new String(stdout, java.nio.charset.StandardCharsets.UTF_8);
    }

    public String err() {
        return new String(stderr, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The same outcome, when the command succeeded; else fails the test with everything it said. */
    public Outcome orFail() {
        if (exit != 0) {
            throw new AssertionError(this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "%s%nexit %d%nstdout: %s%nstderr: %s".formatted(command, exit, shortened(out()), shortened(err()));
    }

    private static String shortened(String text) {
        return text.length() <= 4_000 ? text : text.substring(0, 4_000) + "... (" + text.length() + " characters)";
    }
}
