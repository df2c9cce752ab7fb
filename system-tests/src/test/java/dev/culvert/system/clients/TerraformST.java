package dev.culvert.system.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Terraform makes of a cluster that cannot be reached: an error, and never a plan to create again what is there. It is
 * installed as the client matrix does it, and so only when that is asked for.
 */
@SystemTest
@EnabledIfSystemProperty(named = "culvert.clients", matches = "(.*,)?(all|terraform-.*)")
final class TerraformST {

    private static final Client TERRAFORM = new Client("Terraform", "terraform", "1.5.7");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String NOTHING_TO_DO = "No changes. Your infrastructure matches the configuration.";

    /** @param backend where Terraform keeps its state: a state that cannot be read would be as bad as objects that are gone */
    @ParameterizedTest
    @ValueSource(strings = {"local", "kubernetes"})
    void whatCannotBeReachedIsNotGone(String backend) throws IOException {
        Assumptions.assumeFalse(Boolean.getBoolean("culvert.system.loopback"), "there is no agent to stop");
        Path home = TERRAFORM.home().orElse(null);
        Assumptions.assumeTrue(home != null, "Terraform cannot be installed here");

        try (Workload workload = Workload.create("terraform");
                Rig rig = Rig.inFrontOf(CarrierKind.GRPC, Rigs.direct().kubeconfig())) {
            workload.apply(Pods.both());
            workload.awaitReady(Pods.SHELL);
            Path work = Scratch.directory("terraform-" + backend);
            if (backend.equals("local")) {
                Files.writeString(work.resolve("backend_override.tf"), "terraform {\n  backend \"local\" {}\n}\n");
            }
            Session session = new Session(rig, home, workload.namespace(), work);
            session.run("init").orFail();
            session.run("apply", "-auto-approve").orFail();

            rig.agent().close();
            session.fails("the agent of cluster \"" + Rig.CLUSTER + "\" is not connected");
            rig.agent().restart();
            assertThat(session.run("plan").orFail().out()).contains(NOTHING_TO_DO);

            rig.gateway().close();
            session.fails("connection refused");
            rig.gateway().restart();
            rig.agent().awaitReady();
            assertThat(session.run("plan").orFail().out()).contains(NOTHING_TO_DO);

            assertThat(session.run("destroy", "-auto-approve").orFail().out()).contains("6 destroyed");
            rig.assertNoSecretInLogs();
        }
    }

    /** Commands one after the other, in the same directory. */
    private record Session(Rig rig, Path home, String namespace, Path work) {

        Outcome run(String... arguments) {
            return TERRAFORM
                    .run("once", home, namespace, work.toString())
                    .with(arguments)
                    .env("KUBECONFIG", rig.target().kubeconfig().toString())
                    .within(PATIENCE)
                    .run();
        }

        /** Neither a plan nor a change comes to anything, and the error says why. */
        void fails(String why) {
            for (String command : new String[] {"plan", "apply"}) {
                Outcome outcome = command.equals("plan") ? run(command) : run(command, "-auto-approve");
                assertThat(outcome.exit()).as(outcome::toString).isEqualTo(1);
                assertThat(outcome.err()).contains(why);
                assertThat(outcome.out()).doesNotContain("will be created").doesNotContain("Plan:");
            }
        }
    }
}
