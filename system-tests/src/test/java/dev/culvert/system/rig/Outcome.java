package dev.culvert.system.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

/** What a finished command left. The exit code of a process killed by signal N is 128 + N. */
public record Outcome(String command, int exit, byte[] stdout, byte[] stderr) {

    /** Of a command that was ended when it had said enough. */
    public static Outcome ended(String command, String out) {
        return new Outcome(command, 0, out.getBytes(UTF_8), new byte[0]);
    }

    /** Of a command that did not come to an end, or to none of its own. */
    public static Outcome failed(String command, int exit, String why) {
        return new Outcome(command, exit, new byte[0], why.getBytes(UTF_8));
    }

    public String out() {
        return new String(stdout, UTF_8);
    }

    public String err() {
        return new String(stderr, UTF_8);
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
