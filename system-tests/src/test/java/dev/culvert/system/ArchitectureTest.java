package dev.culvert.system;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("dev.culvert.system");

    private static final String[] TESTS = {
        "dev.culvert.system.certificate..",
        "dev.culvert.system.clients..",
        "dev.culvert.system.differential..",
        "dev.culvert.system.doctor..",
        "dev.culvert.system.exact..",
        "dev.culvert.system.fault..",
        "dev.culvert.system.hostile..",
        "dev.culvert.system.install..",
        "dev.culvert.system.kubeclient..",
        "dev.culvert.system.kubectl..",
        "dev.culvert.system.load..",
        "dev.culvert.system.oidc..",
        "dev.culvert.system.reach.."
    };

    @Test
    void theRigKnowsNoTests() {
        noClasses()
                .that()
                .resideInAPackage("dev.culvert.system.rig")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TESTS)
                .check(CLASSES);
    }

    @Test
    void theWireKnowsNoTests() {
        noClasses()
                .that()
                .resideInAPackage("dev.culvert.system.wire")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(TESTS)
                .check(CLASSES);
    }

    @Test
    void systemTestsSeeCulvertFromOutsideOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.culvert.gateway..",
                        "dev.culvert.agent..",
                        "dev.culvert.kubeconfig..",
                        "io.vertx.core.internal..",
                        "io.vertx.core.impl..")
                .check(CLASSES);
    }
}
