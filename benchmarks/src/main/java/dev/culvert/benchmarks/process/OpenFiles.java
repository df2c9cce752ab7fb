package dev.culvert.benchmarks.process;

import dev.culvert.benchmarks.place.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How many files, and so connections, programs may have open. */
public final class OpenFiles {
    private OpenFiles() {}

    /** The place where programs may have so many open, as far as this user may raise the limit; otherwise the place as it is. */
    public static Place upTo(int files, Place place) {
        List<String> limit = List.of("prlimit", "--nofile=" + files + ":" + files);
        List<String> trial = new ArrayList<>(limit);
        trial.add("true");
        try {
            Command.run(trial, Map.of(), Duration.ofSeconds(10));
        } catch (RuntimeException e) {
            return place;
        }
        List<String> prefix = new ArrayList<>(place.prefix());
        prefix.addAll(limit);
        return new Place(place.address(), prefix);
    }

    /** How many a program there may have open. */
    public static int limit(Place place) {
        String limit = Command.run(place.command(List.of("sh", "-c", "ulimit -n")), Map.of(), Duration.ofSeconds(10));
        return limit.strip().equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(limit.strip());
    }
}
