package dev.culvert.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which: wiring, then front, then domain, then leaves. */
class ArchitectureTest {
    private static final String BASE = "dev.culvert.gateway";

    /** Each of them says in a comment why nothing else works. */
    private static final Set<String> TOUCH_INTERNALS = Set.of("dev.culvert.gateway.front.Pipelines");

    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void roomsDoNotKnowEachOtherInCircles() {
        slices().matching(BASE + ".(*)..").should().beFreeOfCycles().check(GATEWAY);
    }

    @Test
    void everyRoomKnowsOnlyWhatIsBelowIt() {
        room("config");
        room("status");
        room("pki");
        room("observability");
        room("authn", "config", "status");
        room("requestinfo");
        room("authz", "authn", "config", "requestinfo", "status");
        room("limits", "authn", "authz", "requestinfo", "status");
        room("impersonation", "authn", "authz", "registry", "status");
        room("registry", "status");
        room("session", "authn", "registry", "status");
        room("setup", "config", "pki");
        room("relay", "authn", "authz", "impersonation", "limits", "registry", "requestinfo", "status");
        room("front", "relay", "status");
    }

    @Test
    void nobodyUsesTheInsidesOfVertx() {
        DescribedPredicate<JavaClass> exempt =
                DescribedPredicate.describe("documented exceptions", type -> TOUCH_INTERNALS.stream()
                        .anyMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
        noClasses()
                .that(DescribedPredicate.not(exempt))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.core.internal..", "io.vertx..impl..")
                .check(GATEWAY);
    }

    @Test
    void theTunnelIsUsedByItsContractsOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.culvert.tunnel.stream..", "dev.culvert.tunnel.frame..", "dev.culvert.tunnel.v1..")
                .check(GATEWAY);
    }

    /** The room may know those rooms, itself, and everything outside the gateway. */
    private static void room(String name, String... others) {
        String[] allowed = Stream.concat(Stream.of(name), Arrays.stream(others))
                .map(room -> BASE + "." + room + "..")
                .toArray(String[]::new);
        DescribedPredicate<JavaClass> outside = DescribedPredicate.describe(
                "outside the gateway", type -> !type.getPackageName().startsWith(BASE));
        classes()
                .that()
                .resideInAPackage(BASE + "." + name + "..")
                .should()
                .onlyDependOnClassesThat(outside.or(JavaClass.Predicates.resideInAnyPackage(allowed)))
                .check(GATEWAY);
    }
}
