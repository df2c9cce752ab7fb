package dev.culvert.kubeconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.kubeconfig.oidc.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllClustersTest {
    private static final String SECRET = "s3cret-t0ken";
    private static final String PATH = "/apis/culvert.dev/v1/selfsubject/clusters";

    @TempDir
    Path directory;

    private final Terminal terminal = new Terminal();
    private FakeProvider gateway;
    private Path authority;

    @BeforeEach
    void start() throws Exception {
        gateway = new FakeProvider();
        authority = Files.writeString(directory.resolve("ca.crt"), gateway.pem());
        terminal.environment.put("T", SECRET);
        terminal.environment.put("KUBECONFIG", directory.resolve("config").toString());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theGatewaySaysWhichClustersTheCallerMayUse() {
        answer("{\"items\":[{\"metadata\":{\"name\":\"edge-2\"}},{\"metadata\":{\"name\":\"edge-1\",\"labels\":{}}}]}");

        assertThat(run("--token-env=T")).as(terminal.err()).isZero();

        assertThat(terminal.out())
                .isEqualTo("Context \"edge-1\" in " + directory + "/config leads to " + gateway.issuer()
                        + "/clusters/edge-1\nContext \"edge-2\" in " + directory + "/config leads to "
                        + gateway.issuer()
                        + "/clusters/edge-2\n");
        assertThat(gateway.authorizations).containsExactly("Bearer " + SECRET);
    }

    @Test
    void whatTheCallerMayNotUseAnyMoreIsPruned() {
        answer("{\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"metadata\":{\"name\":\"b\"}}]}");
        run("--token-env=T");
        answer("{\"items\":[]}");
        terminal.clear();

        assertThat(run("--token-env=T")).isEqualTo(1);
        assertThat(terminal.err()).contains("may use no cluster");
        assertThat(run("--token-env=T", "--prune")).isZero();

        assertThat(directory.resolve("config")).content().contains("contexts: []\n", "users: []\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{}",
                "{\"items\":[{}]}",
                "{\"items\":{}}",
                "{\"items\":[{\"metadata\":{\"name\":\"../a\"}}]}",
                "{\"items\":[{\"metadata\":{\"name\":\"api\"}}]}",
                "redirect"
            })
    void anAnswerThatIsNoneChangesNothing(String body) {
        answer(body);

        assertThat(run("--token-env=T")).isEqualTo(1);

        assertThat(terminal.err())
                .contains(gateway.issuer())
                .doesNotContain(SECRET)
                .hasLineCount(1);
        assertThat(directory.resolve("config")).doesNotExist();
        assertThat(gateway.authorizations).hasSize(1);
    }

    @Test
    void withoutATokenNobodyIsAsked() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--exec-command=login")).isEqualTo(2);
        assertThat(run("--token-env=T", "--cluster=a")).isEqualTo(2);
        assertThat(run("--token-env=T", "--context=a")).isEqualTo(2);
        assertThat(run("--token-env=T", "--tls-server-name=a")).isEqualTo(2);

        assertThat(gateway.authorizations).isEmpty();
    }

    @Test
    void theInitializerNamesTheSecretsFileAndHoldsNeitherSecretNorCode() throws IOException {
        Path token = Files.writeString(directory.resolve("it's a \\ token"), SECRET);
        Files.writeString(authority, "'; abort 'x'\n" + gateway.pem());
        Path file = directory.resolve("culvert.rb");

        assertThat(rails("--token-file=" + token, "--output=" + file))
                .as(terminal.err())
                .isZero();

        assertThat(file)
                .content()
                .startsWith("# frozen_string_literal: true\n\n# Made by kubeconfig-gen for " + gateway.issuer())
                .contains("    'a' => '" + gateway.issuer() + "/clusters/a',\n    'b' => '")
                .contains("SECRET = { token: '" + directory + "/it\\'s a \\\\ token' }.freeze")
                .doesNotContain(SECRET, "abort", "BEGIN CERTIFICATE", "@SERVERS@", "@SECRET@", "@AUTHORITY@");
        assertThat(terminal.out()).isEqualTo(file + " makes clients for a, b\n");
    }

    @Test
    void aFileOfSomebodyElseIsReplacedByForceAlone() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), SECRET);
        Path file = Files.writeString(directory.resolve("culvert.rb"), "mine = 1\n");

        assertThat(rails("--token-file=" + token, "--output=" + file)).isEqualTo(1);
        assertThat(file).hasContent("mine = 1\n");

        assertThat(rails("--token-file=" + token, "--output=" + file, "--force"))
                .isZero();
        assertThat(rails("--token-file=" + token, "--output=" + file)).isZero();
    }

    @Test
    void aSecretThatWouldHaveToBeInTheSourceIsRefused() {
        for (String[] line : new String[][] {
            {"--token-env=T"},
            {},
            {"--exec-command=login"},
            {"--token-env=T", "--prune"},
            {"--token-env=T", "--dry-run"}
        }) {
            terminal.clear();
            assertThat(rails(line)).isEqualTo(2);
            assertThat(terminal.out()).isEmpty();
        }
    }

    private void answer(String body) {
        gateway.pages.put(PATH, body);
    }

    private int rails(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--gateway=" + gateway.issuer(), "--ca-file=" + authority, "--cluster=a,b", "--format=rails"));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }

    private int run(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--gateway=" + gateway.issuer(), "--ca-file=" + authority, "--all"));
        arguments.addAll(List.of(more));
        return terminal.run(arguments.toArray(String[]::new));
    }
}
