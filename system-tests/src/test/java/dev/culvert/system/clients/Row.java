package dev.culvert.system.clients;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a client's program said on every way that it was run, once or several times. The last run on a way is the one that
 * counts; what it is compared with is everything that was seen direct.
 */
final class Row {

    private final Subject subject;
    private final Map<Way, List<Report>> reports = new EnumMap<>(Way.class);

    Row(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    void add(Way way, Report report) {
        reports.computeIfAbsent(way, key -> new ArrayList<>()).add(report);
    }

    /** The ways through the gateway that the program was run on. */
    List<Way> gateways() {
        return reports.keySet().stream().filter(way -> way != Way.DIRECT).toList();
    }

    String version() {
        return reports.get(Way.DIRECT).get(0).version();
    }

    Set<String> cases() {
        return reports.get(Way.DIRECT).get(0).cases();
    }

    /** The different results that were seen direct. */
    Set<Result> direct(String name) {
        return seen(Way.DIRECT, name);
    }

    Report last(Way way) {
        List<Report> runs = reports.get(way);
        return runs.get(runs.size() - 1);
    }

    Result last(Way way, String name) {
        return last(way).result(name);
    }

    /** How many cases succeed on that way and say the same as direct. */
    long passed(Way way) {
        return cases().stream()
                .filter(name -> last(way, name).ok() && !differs(way, name))
                .count();
    }

    List<String> differing(Way way) {
        return cases().stream().filter(name -> differs(way, name)).toList();
    }

    /** The cases on that way that are not as they must be: those that differ, but for those that do for a known reason. */
    List<String> surprising(Way way) {
        return cases().stream()
                .filter(name -> !subject.mayDiffer(way, name) && differs(way, name) != subject.mustDiffer(way, name))
                .toList();
    }

    /** The cases that fail without Culvert already. */
    List<String> failingDirect() {
        return cases().stream()
                .filter(name -> direct(name).stream().noneMatch(Result::ok))
                .toList();
    }

    /** The cases that do not come to the same each time on one way. */
    List<String> unsteady() {
        return cases().stream()
                .filter(name -> reports.keySet().stream()
                        .anyMatch(way -> seen(way, name).size() > 1))
                .toList();
    }

    /** What was seen of the cases that say little about Culvert, for whoever wonders why. */
    List<String> remarks() {
        return Stream.concat(failingDirect().stream(), unsteady().stream())
                .distinct()
                .map(name -> name + ": "
                        + reports.keySet().stream()
                                .map(way -> way.title() + " " + seen(way, name))
                                .collect(Collectors.joining(", ")))
                .toList();
    }

    private boolean differs(Way way, String name) {
        return !direct(name).contains(last(way, name));
    }

    private Set<Result> seen(Way way, String name) {
        return reports.get(way).stream().map(report -> report.result(name)).collect(Collectors.toSet());
    }
}
