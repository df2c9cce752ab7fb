package dev.culvert.tunnel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import org.junit.jupiter.api.Test;

/** The direction of dependencies between the rooms of this module. */
class ArchitectureTest {
    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.culvert.tunnel");

    @Test
    void roomsDependDownwardsOnly() {
        Architectures.layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("exchange")
                .definedBy("dev.culvert.tunnel.exchange")
                .layer("stream")
                .definedBy("dev.culvert.tunnel.stream")
                .layer("carrier")
                .definedBy("dev.culvert.tunnel.carrier..")
                .layer("frame")
                .definedBy("dev.culvert.tunnel.frame")
                .layer("flow")
                .definedBy("dev.culvert.tunnel.flow")
                .layer("failure")
                .definedBy("dev.culvert.tunnel.failure")
                .whereLayer("exchange")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("stream")
                .mayOnlyBeAccessedByLayers("exchange")
                .whereLayer("carrier")
                .mayOnlyBeAccessedByLayers("exchange", "stream")
                .whereLayer("frame")
                .mayOnlyBeAccessedByLayers("exchange", "stream")
                .whereLayer("flow")
                .mayOnlyBeAccessedByLayers("exchange", "stream")
                .whereLayer("failure")
                .mayOnlyBeAccessedByLayers("exchange", "stream", "carrier", "frame", "flow")
                .check(classes);
        slices().matching("dev.culvert.tunnel.(*)..").should().beFreeOfCycles().check(classes);
    }

    @Test
    void theMultiplexerKnowsNoCarrierButTheContract() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.culvert.tunnel.stream", "dev.culvert.tunnel.exchange")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.culvert.tunnel.carrier.*")
                .check(classes);
    }

    @Test
    void arithmeticAndFramesKnowNoVertxButItsBuffer() {
        noClasses()
                .that()
                .resideInAPackage("dev.culvert.tunnel.flow")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("dev.culvert.tunnel.frame")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core", "io.vertx.core.http..", "io.vertx.core.net..")
                .check(classes);
    }

    /** Four classes say in their Javadoc why nothing else works. */
    @Test
    void nobodyElseUsesVertxInternals() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Framer")
                .and()
                .doNotHaveSimpleName("WebSocketCarrier")
                .and()
                .doNotHaveSimpleName("Http2Pipeline")
                .and()
                .doNotHaveSimpleName("StreamWindow")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.internal..", "io.vertx.core.impl..", "io.vertx.core.*.impl..")
                .check(classes);
    }

    @Test
    void theGeneratedCodeServesFramesAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.culvert.tunnel.frame", "dev.culvert.tunnel.v1")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.culvert.tunnel.v1")
                .check(classes);
    }
}
