package dev.culvert.system.kubeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import dev.culvert.system.rig.Workload;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@SystemTest
@ParameterizedClass
@EnumSource(CarrierKind.class)
final class KubeclientST {

    private static String direct;

    private final Target target;

    KubeclientST(CarrierKind kind) {
        target = Rigs.of(kind).target();
    }

    @BeforeAll
    static void runDirect() {
        boolean installed =
                Command.of("sh", "-c", "ruby -e 'require \"kubeclient\"'").run().exit() == 0;
        if (!installed && System.getenv("CI") != null) {
            throw new AssertionError("CI runs everything: ruby with the gem kubeclient is missing");
        }
        if (!installed) {
            System.out.println("SKIPPED KubeclientST: no ruby with the gem kubeclient (Debian: ruby-kubeclient)");
        }
        assumeTrue(installed, "ruby with the gem kubeclient");
        direct = transcript(Rigs.direct());
    }

    @Test
    void theGemSeesTheSameThroughTheGateway() {
        assertThat(direct)
                .contains("a finished watch: ended")
                .contains("a finished log: ended")
                .contains("a wrong token: Kubeclient::HttpError 401");
        assertThat(transcript(target)).isEqualTo(direct);
    }

    private static String transcript(Target target) {
        try (Workload workload = Workload.create("kubeclient")) {
            workload.pod("talker", "echo first line; echo second line; trap exit TERM; sleep 3600 & wait");
            workload.pod("ticker", "i=0; while :; do i=$((i+1)); echo tick $i; usleep 100000; done");
            Outcome outcome = Command.of(
                            "ruby",
                            Repository.root()
                                    .resolve("system-tests/src/test/ruby/transcript.rb")
                                    .toString(),
                            workload.namespace())
                    .env("KUBECONFIG", target.kubeconfig().toString())
                    .within(Duration.ofMinutes(3))
                    .run()
                    .orFail();
            return outcome.out() + withoutLoadersWarning(outcome.err());
        }
    }

    /** The gem mime-types complains now and then of its own list of types, which has nothing to do with the cluster. */
    private static String withoutLoadersWarning(String said) {
        return said.replaceAll("(?m)^Type \\S+ is already registered as a variant of \\S+\\R?", "");
    }
}
