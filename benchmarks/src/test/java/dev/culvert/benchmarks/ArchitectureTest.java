package dev.culvert.benchmarks;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.culvert.benchmarks");

    @Test
    void variantsKnowNeitherWorkloadsNorReports() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.culvert.benchmarks.variant..",
                        "dev.culvert.benchmarks.backend..",
                        "dev.culvert.benchmarks.place..",
                        "dev.culvert.benchmarks.process..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.culvert.benchmarks",
                        "dev.culvert.benchmarks.load..",
                        "dev.culvert.benchmarks.workload..",
                        "dev.culvert.benchmarks.measure..",
                        "dev.culvert.benchmarks.report..")
                .check(CLASSES);
    }

    @Test
    void processesAndPlacesKnowNothingElse() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.culvert.benchmarks.process..", "dev.culvert.benchmarks.place..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.culvert.benchmarks.variant..",
                        "dev.culvert.benchmarks.backend..",
                        "dev.culvert.benchmarks.certificate..")
                .check(CLASSES);
    }

    @Test
    void microBenchmarksKnowTheTunnelAlone() {
        noClasses()
                .that()
                .resideInAPackage("dev.culvert.benchmarks.micro..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.culvert.benchmarks..")
                        .and(not(resideInAnyPackage(
                                "dev.culvert.benchmarks.micro..", "dev.culvert.benchmarks.measure.."))))
                .check(CLASSES);
    }
}
