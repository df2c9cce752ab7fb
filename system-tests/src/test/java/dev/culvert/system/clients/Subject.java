package dev.culvert.system.clients;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What the matrix runs on every way to the cluster: something that comes to named results. */
interface Subject {

    /** What people call it. */
    String title();

    /** The name under which it is asked for. */
    String key();

    /** Where it is installed, at need after its installation; empty, with a line that says why, when it is not to be had. */
    Optional<Path> home();

    /** Why it does not go that way here; empty where it does. */
    default Optional<String> obstacle(Way way) {
        return way.obstacle();
    }

    /** Runs it once. */
    Report report(Way way, Path home);

    /**
     * Runs it again, because it came to other results through the gateway.
     *
     * @param before what the last run on that way said
     * @param cases the cases that matter now; others may keep their results of before
     */
    default Report again(Way way, Path home, Report before, Set<String> cases) {
        return report(way, home);
    }

    /** Whether a case cannot come to the same on that way, for a reason that is written down. */
    default boolean mustDiffer(Way way, String name) {
        return false;
    }

    /** Whether the client itself keeps a case from being seen on some ways; where it is seen, it must succeed. */
    default boolean mayDiffer(Way way, String name) {
        return false;
    }
}
