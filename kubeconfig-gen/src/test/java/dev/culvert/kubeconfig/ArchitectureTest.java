package dev.culvert.kubeconfig;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final String BASE = "dev.culvert.kubeconfig";

    private final JavaClasses main = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void theModelKnowsNeitherTheCommandLineNorItsLibrary() {
        noClasses()
                .that()
                .resideInAPackage(BASE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE + ".cli..", "picocli..")
                .check(main);
    }

    @Test
    void theCommandLineKnowsNothingOfYaml() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.yaml..")
                .check(main);
    }

    @Test
    void theModuleStandsAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        BASE + "..",
                        "java..",
                        "javax.security.auth.x500",
                        "com.nimbusds..",
                        "com.sun.net.httpserver..",
                        "javax.net.ssl..",
                        "org.bouncycastle..",
                        "org.yaml..",
                        "picocli..",
                        "org.jspecify..")
                .check(main);
    }

    @Test
    void onlyTheEntryPointEndsTheProcess() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(BASE + ".cli.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(main);
    }
}
