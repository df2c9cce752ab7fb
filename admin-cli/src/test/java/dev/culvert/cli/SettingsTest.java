package dev.culvert.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    private Path home;

    private final ConnectionOptions options = new ConnectionOptions();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void home() {
        environment.put("HOME", home.toString());
    }

    @Test
    void anOptionComesBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        Path file = home.resolve(".config/culvert/config.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "server: https://file\ntokenFile: mine.token\ncaFile: ca.crt\n");
        Files.writeString(file.resolveSibling("mine.token"), "of-the-file\n");

        Settings ofFile = Settings.resolve(options, environment::get);
        assertThat(ofFile.server()).hasToString("https://file");
        assertThat(ofFile.token()).isEqualTo("of-the-file");
        assertThat(ofFile.caFile()).isEqualTo(file.resolveSibling("ca.crt"));

        environment.put("CULVERT_SERVER", "https://environment:8443/");
        environment.put("CULVERT_TOKEN", "of-the-environment");
        Settings ofEnvironment = Settings.resolve(options, environment::get);
        assertThat(ofEnvironment.server()).hasToString("https://environment:8443");
        assertThat(ofEnvironment.token()).isEqualTo("of-the-environment");

        options.server = "https://option";
        options.tokenFile = Files.writeString(home.resolve("t"), "of-the-option");
        Settings ofOptions = Settings.resolve(options, environment::get);
        assertThat(ofOptions.server()).hasToString("https://option");
        assertThat(ofOptions.token()).isEqualTo("of-the-option");
        assertThat(ofOptions).asString().doesNotContain("of-the-option");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a",
                "a:8443",
                "https://a/clusters/b",
                "https://u:p@a",
                "https://",
                "https://a?b",
                "no url"
            })
    void whatIsNoGatewayIsRefused(String server) {
        options.server = server;
        environment.put("CULVERT_TOKEN", "t");

        assertThatThrownBy(() -> Settings.resolve(options, environment::get))
                .isInstanceOf(CliException.class)
                .hasMessageStartingWith("'" + server + "' is no gateway");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> Settings.resolve(options, environment::get))
                .hasMessageStartingWith("which gateway? give --server");
        options.server = "https://a";
        assertThatThrownBy(() -> Settings.resolve(options, environment::get))
                .hasMessageStartingWith("no token: give --token-file");
        options.config = Files.writeString(home.resolve("c.yaml"), "token: secret\n");
        assertThatThrownBy(() -> Settings.resolve(options, environment::get))
                .hasMessageContaining("token is not known here")
                .hasMessageNotContaining("secret");
    }
}
