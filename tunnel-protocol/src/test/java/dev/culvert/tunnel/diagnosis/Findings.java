package dev.culvert.tunnel.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

/** What a test looks for in a report. */
public final class Findings {
    private Findings() {}

    /** What was found at a place that the report has. */
    public static Finding at(Report report, String place) {
        return report.findings().stream()
                .filter(finding -> finding.place().equals(place))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + place + " in " + report.text()));
    }

    /** Nothing else has failed, before or after. */
    public static Finding onlyFailure(Report report, String place) {
        assertThat(report.findings())
                .as(report.text())
                .filteredOn(Finding::isFailed)
                .extracting(Finding::place)
                .containsExactly(place);
        assertThat(report.healthy()).isFalse();
        return at(report, place);
    }
}
