package dev.culvert.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.benchmarks.measure.CpuUse;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.Machine;
import dev.culvert.benchmarks.measure.Metric;
import dev.culvert.benchmarks.measure.Reading;
import dev.culvert.benchmarks.measure.Round;
import dev.culvert.benchmarks.measure.Settled;
import dev.culvert.benchmarks.measure.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportTest {

    private static final Machine MACHINE = new Machine("a processor", 2, 8L << 30, "Linux", "a JVM", 0.25);

    @TempDir
    private Path directory;

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    @Test
    void aVariantHasALineWithMediansSpreadAndCpuTime() throws IOException {
        String page = report(500, 900, 700);

        assertThat(page)
                .contains("2 × a processor, 8 GiB")
                .contains("| culvert | 700 (500–900) | 0.70 (0.50–0.90) | 100 (55.6–100) | gateway 100 |");
    }

    @Test
    void aFloorIsHeldAgainstTheMedian() throws IOException {
        assertThat(report(900, 900, 500)).contains("| kubernetes | 0.90 (0.50–0.90) | ≥ 0.75 | ≥ 0.85 | met | met |");
        assertThat(report(700, 900, 500))
                .contains("| kubernetes | 0.70 (0.50–0.90) | ≥ 0.75 | ≥ 0.85 | **missed** | missed |");
    }

    @Test
    void thePlotShowsTheVariantBesideThePage() throws IOException {
        String page = report(500, 900, 700);

        assertThat(page).contains("(small-get-kubernetes.svg)");
        assertThat(Files.readString(directory.resolve("small-get-kubernetes.svg")))
                .contains("<svg")
                .contains("culvert")
                .contains("HTTP/1.1, 64 connections");
    }

    @Test
    void whatFailedIsSaid() throws IOException {
        TrialResult result = result();
        result.fail("culvert", "not all requests were answered well\nand more");

        assertThat(write(result))
                .contains(
                        "## What failed\n\n- `kubernetes small-get h1-64 culvert`: not all requests were answered well\n")
                .contains("`culvert` failed: not all requests were answered well\n")
                .doesNotContain("and more");
    }

    @Test
    void whoWasStillGettingFasterIsSaid() throws IOException {
        TrialResult result = result();
        result.settle("culvert", new Settled(11.6, true));
        result.settle("vertx-1", new Settled(30.2, false));

        assertThat(write(result))
                .contains(
                        "Under load before the first round: culvert 12 s, vertx-1 30 s (**it was still getting faster**).\n");
    }

    @Test
    void anExperimentHasItsFiguresItsRemarksAndItsFloors() throws IOException {
        Findings findings = new Findings();
        findings.add("agent-start", "From an agent's start to its first answer", "s", 2, 1.5, 9);
        findings.remark("It stopped.");
        Report report = new Report(MACHINE, "Three rounds.", "direct");
        report.add(new ExperimentSection("An agent's start", findings));

        assertThat(Files.readString(report.write(directory)))
                .contains("## An agent's start\n")
                .contains("| From an agent's start to its first answer | 2.00 (1.50–9.00) | s |")
                .contains("It stopped.")
                .contains("(s) | synthetic | 2.00 (1.50–9.00) | ≤ 2.50 | ≤ 1.00 | met | missed |");
    }

    @Test
    void whatWasLeftOutIsSaid() throws IOException {
        Report report = new Report(MACHINE, "Three rounds.", "direct");
        report.omit("wan", "a line wants root");

        assertThat(Files.readString(report.write(directory))).contains("- `wan` was left out: a line wants root\n");
        assertThat(report.failures()).isEmpty();
    }

    @Test
    void whatDidNotComeUpFailedToo() throws IOException {
        Report report = new Report(MACHINE, "Three rounds.", "direct");
        report.fail("synthetic chisel", "chisel ended with 1");

        assertThat(report.failures()).containsExactly(Map.entry("synthetic chisel", "chisel ended with 1"));
        assertThat(Files.readString(report.write(directory)))
                .contains("## What failed\n\n- `synthetic chisel`: chisel ended with 1\n");
    }

    @Test
    void whereNothingFailedThereIsNothingToSay() throws IOException {
        assertThat(report(900)).doesNotContain("What failed");
    }

    private String report(double... rates) throws IOException {
        TrialResult result = result();
        for (double rate : rates) {
            result.add("direct", round(1000, Map.of()));
            result.add("culvert", round(rate, Map.of("gateway", rate > 800 ? 0.05 : rate / 10_000)));
        }
        return write(result);
    }

    private String write(TrialResult result) throws IOException {
        Report report = new Report(MACHINE, "Three rounds.", "direct");
        report.add(new Section("kubernetes", "small-get", "Small GET", false, List.of(result)));
        return Files.readString(report.write(directory));
    }

    private static TrialResult result() {
        return new TrialResult("kubernetes", "small-get", "h1-64", "HTTP/1.1, 64 connections");
    }

    private static Round round(double rate, Map<String, Double> cpu) {
        return new Round(new Reading(Map.of(Metric.RATE, rate), rate, "request"), new CpuUse(cpu, 0, 0), 1);
    }
}
