package dev.culvert.system.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import dev.culvert.system.wire.Canonical;
import dev.culvert.system.wire.RawConnection;
import dev.culvert.system.wire.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class DifferentialST {

    /** How often a request is sent when the cluster itself answers differently from one moment to the next. */
    private static final int ATTEMPTS = 20;

    private static Workload workload;

    private final Target direct = Rigs.direct();
    private final Target gateway;

    DifferentialST(CarrierKind kind) {
        gateway = Rigs.of(kind).target();
    }

    @BeforeAll
    static void seed() {
        workload = Seed.plant();
    }

    @AfterAll
    static void clear() {
        workload.close();
    }

    @TestFactory
    Stream<DynamicTest> readsAreAnsweredAlike() {
        return tests(new ReadCases(workload.namespace()).all());
    }

    @TestFactory
    Stream<DynamicTest> writesAreAnsweredAlike() {
        return tests(new WriteCases(workload.namespace()).all());
    }

    @TestFactory
    Stream<DynamicTest> proxiesAreAnsweredAlike() {
        return tests(new ProxyCases(workload.namespace()).all());
    }

    private Stream<DynamicTest> tests(List<Case> cases) {
        return cases.stream().map(one -> DynamicTest.dynamicTest(one.toString(), () -> compare(one)));
    }

    /**
     * Direct, through the gateway, direct again. The middle answer must equal one of its neighbours. Where it does not
     * and the neighbours differ as well, something else changed the cluster: once more.
     */
    private void compare(Case one) {
        List<Canonical> through = List.of();
        List<Canonical> before = List.of();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            before = answers(direct, one);
            through = answers(gateway, one);
            if (through.equals(before)) {
                return;
            }
            List<Canonical> after = answers(direct, one);
            if (through.equals(after)) {
                return;
            }
            if (before.equals(after)) {
                break;
            }
        }
        assertThat(through).as(one.toString()).hasToString(before.toString());
        fail("the answers differ in bytes that do not print");
    }

    private static List<Canonical> answers(Target target, Case one) {
        List<Canonical> answers = new ArrayList<>();
        for (int i = 0; i < one.requests().size(); i++) {
            RawResponse answer = RawConnection.exchange(target, one.requests().get(i));
            answers.add(Canonical.of(answer, target.prefix(), one.comparison()));
            if (i == one.decisive() && one.status() != 0) {
                assertThat(answer.status())
                        .as("%s through %s: %s", one, target.name(), answer)
                        .isEqualTo(one.status());
            }
        }
        return answers;
    }
}
