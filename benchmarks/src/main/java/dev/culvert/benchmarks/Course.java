package dev.culvert.benchmarks;

import dev.culvert.benchmarks.backend.Backend;
import dev.culvert.benchmarks.certificate.Certificates;
import dev.culvert.benchmarks.experiment.Experiment;
import dev.culvert.benchmarks.experiment.Site;
import dev.culvert.benchmarks.measure.Findings;
import dev.culvert.benchmarks.measure.TrialResult;
import dev.culvert.benchmarks.place.Network;
import dev.culvert.benchmarks.process.Toolbox;
import dev.culvert.benchmarks.report.ExperimentSection;
import dev.culvert.benchmarks.report.Report;
import dev.culvert.benchmarks.report.Section;
import dev.culvert.benchmarks.run.Laboratory;
import dev.culvert.benchmarks.run.Runner;
import dev.culvert.benchmarks.run.Stand;
import dev.culvert.benchmarks.variant.Variant;
import dev.culvert.benchmarks.variant.Variants;
import dev.culvert.benchmarks.workload.Workload;
import dev.culvert.benchmarks.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The parts of a run, one after the other. One that fails is named in the report, and the others go on.
 *
 * @param quick with smaller numbers
 * @param toolbox programs that are not ours
 * @param repository the checkout, with everything built
 * @param directory for what programs need and say
 * @param progress is told what runs, line by line
 */
record Course(
        boolean quick,
        Runner runner,
        Report report,
        Toolbox toolbox,
        Path repository,
        Path directory,
        Consumer<String> progress) {

    /** A part of a run. */
    interface Part {
        void run() throws IOException;
    }

    /** Starts a backend. */
    interface BackendStarter {
        Backend start(Certificates certificates, Path own) throws IOException;
    }

    void attempt(String name, Part part) {
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            report.fail(name, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Runs workloads with those variants side by side.
     *
     * @param name of the part
     */
    void workloads(
            String name, Network network, List<Variant> variants, List<Workload> workloads, BackendStarter starter) {
        if (workloads.isEmpty()) {
            return;
        }
        attempt(name, () -> {
            Path own = Files.createDirectory(directory.resolve(name));
            Certificates certificates = Certificates.create(own, network.addresses());
            Laboratory laboratory = new Laboratory(variants, network, certificates, toolbox, repository, own);
            measure(starter.start(certificates, Files.createDirectory(own.resolve("backend"))), laboratory, workloads);
        });
    }

    /** Runs experiments, each by itself. */
    void experiments(List<Experiment> experiments) {
        for (Experiment experiment : experiments) {
            attempt(experiment.key(), () -> {
                progress.accept(experiment.key());
                Network network = Network.loopback();
                Path own = Files.createDirectory(directory.resolve(experiment.key()));
                Certificates certificates = Certificates.create(own, network.addresses());
                Findings findings = new Findings();
                report.add(new ExperimentSection(experiment.title(), findings));
                experiment.run(new Site(network, certificates, toolbox, repository, own, progress), quick, findings);
            });
        }
    }

    private void measure(Backend backend, Laboratory laboratory, List<Workload> workloads) throws IOException {
        progress.accept(backend.key() + ": starting the variants");
        report.describeBackend(backend.key(), backend.description());
        try (Stand stand = laboratory.open(backend)) {
            laboratory.variants().forEach(variant -> report.describeVariant(variant.key(), words(variant)));
            stand.missing().forEach((key, lack) -> report.describeVariant(key, "not here: " + lack));
            Variants.ABSENT.forEach((key, lack) -> report.describeVariant(key, "not here: " + lack));
            stand.failed().forEach((key, cause) -> report.fail(backend.key() + " " + key, cause));
            progress.accept(backend.key() + ": warming up");
            runner.warmUp(stand, Workloads.warmUp(toolbox));
            for (Workload workload : workloads) {
                List<TrialResult> results = runner.run(stand, workload);
                if (!results.isEmpty()) {
                    boolean known = !backend.daemons().isEmpty();
                    report.add(new Section(backend.key(), workload.key(), workload.title(), known, results));
                }
            }
        }
    }

    private String words(Variant variant) {
        return variant.description()
                + variant.version(toolbox)
                        .map(version -> "; version " + version)
                        .orElse("");
    }
}
