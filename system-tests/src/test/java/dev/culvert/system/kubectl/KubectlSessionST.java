package dev.culvert.system.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class KubectlSessionST {

    private static final List<Step> STEPS = SessionSteps.all();

    private static Transcript direct;

    private final CarrierKind kind;

    KubectlSessionST(CarrierKind kind) {
        this.kind = kind;
    }

    @BeforeAll
    static void runDirect() {
        direct = Transcript.of(Kubectl.of(Rigs.direct()), STEPS);
    }

    @TestFactory
    Stream<DynamicTest> kubectlSaysTheSameThroughTheGateway() {
        Transcript through = Transcript.of(Kubectl.of(Rigs.of(kind).target()), STEPS);
        return IntStream.range(0, STEPS.size())
                .mapToObj(i -> DynamicTest.dynamicTest(STEPS.get(i).toString(), () -> compare(i, through)));
    }

    private static void compare(int i, Transcript through) {
        Step step = STEPS.get(i);
        if (step.exit() >= 0) {
            assertThat(direct.outcome(i).exit())
                    .as("the direct answer: %s", direct.outcome(i))
                    .isEqualTo(step.exit());
        }
        assertThat(through.said(i)).as(step.toString()).isEqualTo(direct.said(i));
    }
}
