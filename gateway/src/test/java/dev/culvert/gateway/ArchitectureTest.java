package dev.culvert.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.culvert.gateway.status.StatusReason;
import java.util.Arrays;
import java.util.List;
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
        room("labels");
        room("config", "labels");
        room("status");
        room("pki");
        room("install");
        room("observability");
        room("directory", "config", "install", "labels");
        room("authn", "config", "directory", "pki", "status");
        room("store", "config", "directory", "status");
        room("requestinfo");
        room("authz", "authn", "config", "directory", "labels", "requestinfo", "status");
        room("limits", "authn", "authz", "requestinfo", "status");
        room("impersonation", "authn", "authz", "registry", "status");
        room("registry", "status");
        room("session", "authn", "registry", "status");
        room("setup", "config", "pki");
        room("doctor", "authn", "config", "directory", "enrolment", "pki", "store");
        room("relay", "authn", "authz", "impersonation", "limits", "registry", "requestinfo", "status");
        room("front", "relay", "status");
        room(
                "admin",
                "authn",
                "authz",
                "config",
                "directory",
                "front",
                "install",
                "labels",
                "pki",
                "registry",
                "relay",
                "setup",
                "status",
                "store");
        room(
                "enrolment",
                "admin",
                "authn",
                "config",
                "directory",
                "front",
                "install",
                "pki",
                "relay",
                "session",
                "status",
                "store");
    }

    /** Of a cluster's API server a 404 or a 409 says something about an object, and clients act on it. */
    @Test
    void onlyTheAdministrationSaysThatAnObjectIsMissingOrThere() {
        for (StatusReason reason :
                List.of(StatusReason.NOT_FOUND, StatusReason.ALREADY_EXISTS, StatusReason.CONFLICT)) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(BASE + ".admin..", BASE + ".store..", BASE + ".status..")
                    .should()
                    .accessField(StatusReason.class, reason.name())
                    .check(GATEWAY);
        }
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
