package dev.culvert.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.culvert.tunnel.flow.Budget;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.culvert.agent");

    @Test
    void roomsDependInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("wiring")
                .definedBy("dev.culvert.agent")
                .layer("link")
                .definedBy("dev.culvert.agent.link")
                .layer("session")
                .definedBy("dev.culvert.agent.session")
                .layer("dial")
                .definedBy("dev.culvert.agent.dial")
                .layer("certificate")
                .definedBy("dev.culvert.agent.certificate")
                .layer("replay")
                .definedBy("dev.culvert.agent.replay")
                .layer("doctor")
                .definedBy("dev.culvert.agent.doctor")
                .layer("rights")
                .definedBy("dev.culvert.agent.rights")
                .layer("credentials")
                .definedBy("dev.culvert.agent.credentials")
                .layer("config")
                .definedBy("dev.culvert.agent.config")
                .layer("observability")
                .definedBy("dev.culvert.agent.observability")
                .whereLayer("wiring")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("link")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("link")
                .whereLayer("dial")
                .mayOnlyBeAccessedByLayers("wiring", "link", "session")
                .whereLayer("certificate")
                .mayOnlyBeAccessedByLayers("link")
                .whereLayer("replay")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("credentials")
                .mayOnlyBeAccessedByLayers("wiring", "replay", "rights", "doctor")
                .whereLayer("doctor")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("rights")
                .mayOnlyBeAccessedByLayers("wiring", "doctor")
                .whereLayer("config")
                .mayOnlyBeAccessedByLayers("wiring", "link", "doctor")
                .whereLayer("observability")
                .mayOnlyBeAccessedByLayers("wiring")
                .check(CLASSES);
    }

    @Test
    void nobodyReachesIntoVertxOrTheTunnelsInside() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.core.internal..",
                        "io.vertx..impl..",
                        "dev.culvert.tunnel.frame..",
                        "dev.culvert.tunnel.stream..")
                .check(CLASSES);
        // The budget is the process's, and the API server's answers wait in its memory too.
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.culvert.tunnel.flow..").and(not(type(Budget.class))))
                .check(CLASSES);
    }

    @Test
    void onlyTheLinkKnowsTheKindsOfCarrier() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.culvert.agent.link")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.culvert.tunnel.carrier.grpc..", "dev.culvert.tunnel.carrier.websocket..")
                .check(CLASSES);
    }
}
