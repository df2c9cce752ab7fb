package dev.culvert.benchmarks.report;

import dev.culvert.benchmarks.measure.Finding;
import dev.culvert.benchmarks.measure.Findings;
import java.util.List;

/**
 * What an experiment gave.
 *
 * @param title of the experiment, for people
 */
public record ExperimentSection(String title, Findings findings) {

    String text() {
        StringBuilder text = new StringBuilder("## " + title + "\n\n");
        if (!findings.figures().isEmpty()) {
            text.append(Tables.row(List.of("what", "is", "unit"))).append("|---|---|---|\n");
        }
        for (Finding finding : findings.figures()) {
            text.append(Tables.row(List.of(finding.words(), Tables.text(finding.series()), finding.unit())));
        }
        text.append('\n');
        findings.remarks().forEach(remark -> text.append(remark).append("\n\n"));
        return text.toString();
    }
}
