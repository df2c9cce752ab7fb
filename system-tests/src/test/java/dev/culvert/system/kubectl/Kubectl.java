package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Target;
import java.util.function.Function;

/**
 * A kubectl on one way to the cluster.
 *
 * @param prefix the path of the server's address
 * @param rawPrefix what of it {@code --raw} has to be told: later ones than 1.32 put it in front themselves
 * @param program its command line, given its arguments
 */
public record Kubectl(String prefix, String rawPrefix, Function<String[], Command> program) {

    /** The one on the PATH. */
    static Kubectl of(Target target) {
        return of(target.prefix(), target::kubectl);
    }

    /**
     * Any other one.
     *
     * @param prefix the path of the server's address
     */
    public static Kubectl of(String prefix, Function<String[], Command> program) {
        boolean keepsIt = prefix.isEmpty()
                || program.apply(new String[] {"get", "--raw", "/version"})
                                .run()
                                .exit()
                        == 0;
        return new Kubectl(prefix, keepsIt ? "" : prefix, program);
    }

    Command command(String... arguments) {
        return program.apply(arguments);
    }
}
