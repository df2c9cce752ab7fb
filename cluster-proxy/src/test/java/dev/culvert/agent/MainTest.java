package dev.culvert.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter errors = new StringWriter();

    private final StringWriter output = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(output, true));
        command.setErr(new PrintWriter(errors, true));
        return command.execute(arguments);
    }

    @Test
    void aMissingFileIsOneLineAndExitCodeOne() {
        assertThat(run("run", "--gateway", "https://gw.example", "--token-file", "/nowhere/token"))
                .isEqualTo(1);
        assertThat(errors.toString()).isEqualTo("cluster-proxy: --token-file: no such file: /nowhere/token\n");
    }

    @Test
    void anUnusableKubeconfigIsOneLineAndExitCodeOne(@TempDir Path directory) throws Exception {
        String token = Files.writeString(directory.resolve("token"), "secret").toString();
        String kubeconfig =
                Files.writeString(directory.resolve("config"), "kind: Config\n").toString();
        assertThat(run("run", "--gateway", "https://gw.example", "--token-file", token, "--kubeconfig", kubeconfig))
                .isEqualTo(1);
        assertThat(errors.toString().lines()).hasSize(1);
        assertThat(errors.toString()).contains("no current-context");
    }

    @Test
    void theDoctorsFailureIsExitCodeOneAndItsReportIsForPrograms(@TempDir Path directory) throws Exception {
        String token = Files.writeString(directory.resolve("token"), "a token of three parts")
                .toString();
        assertThat(run("doctor", "--gateway", "https://gw.invalid", "--token-file", token, "-o", "json"))
                .isEqualTo(1);
        JsonObject report = new JsonObject(output.toString());
        assertThat(report.getBoolean("healthy")).isFalse();
        assertThat(report.getJsonArray("findings").getJsonObject(0).getString("place"))
                .isEqualTo("files");
        assertThat(errors.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "run --version", "doctor --version"})
    void itsVersionIsWhatPeersAreTold(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(output.toString()).isEqualTo(Version.software() + "\n").startsWith("cluster-proxy/");
    }

    @Test
    void anUnknownOptionIsExitCodeTwo() {
        assertThat(run("run", "--gatway", "https://gw.example")).isEqualTo(2);
    }
}
