package dev.culvert.clusters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String BASE = "dev.culvert.clusters.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.culvert.clusters");

    @Test
    void theApiServersRoomsDependOnEachOtherInOneDirection() {
        SlicesRuleDefinition.slices()
                .matching(BASE + "apiserver.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void theApiServerKnowsNothingOfItsHandles() {
        noClasses()
                .that()
                .resideInAPackage(BASE + "apiserver..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.culvert.clusters", BASE + "junit", BASE + "echo", BASE + "kubeconfig")
                .check(CLASSES);
    }

    @Test
    void onlyTheHttpRoomKnowsAllOthers() {
        classes()
                .that()
                .resideInAPackage(BASE + "apiserver.http")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(BASE + "apiserver.http", "dev.culvert.clusters")
                .check(CLASSES);
    }

    @Test
    void theStoreAndThePatchesKnowNoNetwork() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        BASE + "apiserver.store",
                        BASE + "apiserver.objects",
                        BASE + "apiserver.patch",
                        BASE + "apiserver.table")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .check(CLASSES);
    }

    @Test
    void nobodyUsesTheInsidesOfVertx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.internal..", "io.vertx..impl..")
                .check(CLASSES);
    }
}
