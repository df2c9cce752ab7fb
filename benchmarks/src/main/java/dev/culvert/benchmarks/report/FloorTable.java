package dev.culvert.benchmarks.report;

import dev.culvert.benchmarks.floor.Floor;
import dev.culvert.benchmarks.floor.Floors;
import dev.culvert.benchmarks.measure.Results;
import dev.culvert.benchmarks.measure.Series;
import java.util.List;
import java.util.Optional;

/** How a run's figures stand to the floors, as a section of the page. */
final class FloorTable {
    private FloorTable() {}

    /** Those that the run has measured; empty where there are none. */
    static String of(Results results) {
        StringBuilder rows = new StringBuilder();
        for (Floor floor : Floors.all()) {
            Optional<Series> figure = floor.in(results);
            if (figure.isPresent()) {
                rows.append(row(floor, figure.get()));
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        String head = Tables.row(List.of("what", "backend", "is", "floor", "aim", "floor is", "aim is"));
        return "## Floors\n\n" + head + "|---|---|---|---|---|---|---|\n" + rows + "\n";
    }

    private static String row(Floor floor, Series figure) {
        String sign = floor.least() ? "≥ " : "≤ ";
        return Tables.row(List.of(
                floor.words(),
                floor.backend(),
                Tables.text(figure),
                sign + Tables.number(floor.bound()),
                sign + Tables.number(floor.aim()),
                floor.holds(figure) ? "met" : "**missed**",
                floor.reaches(figure) ? "met" : "missed"));
    }
}
