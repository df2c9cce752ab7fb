package dev.culvert.system.kubectl;

import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Target;
import java.util.function.Function;

/**
 * A kubectl on one way to the cluster.
 *
 * @param prefix the path of the server's address
 * @param program its command line, given its arguments
 */
public record Kubectl(String prefix, Function<String[], Command> program) {

    /** The one on the PATH. */
    static Kubectl of(Target target) {
        return new Kubectl(target.prefix(), target::kubectl);
    }

    Command command(String... arguments) {
        return program.apply(arguments);
    }
}
