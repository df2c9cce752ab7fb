package dev.culvert.system.kubeclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.culvert.system.rig.CarrierKind;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Rig;
import dev.culvert.system.rig.Rigs;
import dev.culvert.system.rig.Scratch;
import dev.culvert.system.rig.SystemTest;
import dev.culvert.system.rig.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The initializer that kubeconfig-gen writes, loaded by ruby as Rails would, against a cluster. */
@SystemTest
final class RailsST {
    private final Target target = Rigs.of(CarrierKind.GRPC).target();

    @Test
    void theInitializersClientsReachTheClusterAndReadTheTokenAgain() throws IOException {
        boolean installed =
                Command.of("sh", "-c", "ruby -e 'require \"kubeclient\"'").run().exit() == 0;
        if (!installed) {
            System.out.println("SKIPPED RailsST: no ruby with the gem kubeclient (Debian: ruby-kubeclient)");
        }
        assumeTrue(installed, "ruby with the gem kubeclient");
        Path home = Scratch.directory("rails-'quoted'");
        Path token = Files.writeString(home.resolve("token"), target.token().orElseThrow() + "\n");

        Outcome outcome = Command.of(
                        "ruby",
                        Repository.root()
                                .resolve("system-tests/src/test/ruby/rails.rb")
                                .toString(),
                        initializer(home, token).toString(),
                        token.toString())
                .within(Duration.ofMinutes(2))
                .run()
                .orFail();

        assertThat(outcome.out()).isEqualTo("""
                clusters: system-test
                the same client twice: true
                namespaces: true
                deployments: true
                a watch: ADDED
                a wrong token: 401
                the right one again: true
                an unknown cluster: KeyError
                """);
    }

    @Test
    void theGatewayItselfSaysWhichClustersThereAre() throws IOException {
        Path home = Scratch.directory("all");
        Path token = Files.writeString(home.resolve("token"), target.token().orElseThrow());

        String printed = generator()
                .with("--all", "--token-file", token.toString(), "--token-reference", "--print")
                .with("--ca-file", authority(home).toString())
                .run()
                .orFail()
                .out();

        assertThat(printed)
                .contains("    server: https://" + target.host() + ":" + target.port() + "/clusters/" + Rig.CLUSTER
                        + "\n")
                .contains("    cluster: " + Rig.CLUSTER + "\n");
    }

    private Command generator() {
        return Command.of(java(), "-jar", Repository.jar("kubeconfig-gen").toString())
                .with("--gateway", "https://" + target.host() + ":" + target.port());
    }

    private Path initializer(Path home, Path token) throws IOException {
        Path file = home.resolve("culvert.rb");
        generator()
                .with("--cluster", Rig.CLUSTER)
                .with("--format", "rails", "--output", file.toString(), "--token-file", token.toString())
                .with("--ca-file", authority(home).toString())
                .run()
                .orFail();
        assertThat(Files.readString(file)).doesNotContain(target.token().orElseThrow());
        return file;
    }

    /** As it stands in the kubeconfig, with a line before it that would be code if it got into the initializer. */
    private Path authority(Path home) throws IOException {
        Matcher data =
                Pattern.compile("certificate-authority-data: (\\S+)").matcher(Files.readString(target.kubeconfig()));
        assertThat(data.find()).isTrue();
        String pem = new String(Base64.getDecoder().decode(data.group(1)), StandardCharsets.US_ASCII);
        return Files.writeString(home.resolve("ca.crt"), "'; abort 'no certificate'\n" + pem);
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }
}
