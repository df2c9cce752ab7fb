package dev.culvert.kubeconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final String SECRET = "s3cret-t0ken";

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String stdin = "";

    @BeforeEach
    void home() {
        environment.put("HOME", directory.toString());
    }

    @Test
    void theDefaultIsTheUsersOwnKubeconfig() {
        environment.put("TOKEN", SECRET);

        assertThat(edge("--token-env", "TOKEN")).isZero();

        Path file = directory.resolve(".kube/config");
        assertThat(file).content().contains("token: " + SECRET, "current-context: edge-1");
        assertThat(out.toString())
                .isEqualTo("Context \"edge-1\" in " + file + " leads to https://gw.example.com:8443/clusters/edge-1\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theCurrentContextOfAFileThatIsThereIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "current-context: mine\n");
        environment.put("KUBECONFIG", file.toString());
        environment.put("TOKEN", SECRET);

        assertThat(edge("--token-env=TOKEN")).isZero();
        assertThat(file).content().contains("current-context: mine\n");

        assertThat(edge("--token-env=TOKEN", "--set-current-context")).isZero();
        assertThat(file).content().contains("current-context: edge-1\n");
    }

    @Test
    void aTokenComesFromAFileWithoutItsLineEnd() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), SECRET + "\r\n");

        assertThat(edge("--token-file", token.toString(), "-o", "-")).isZero();

        assertThat(out.toString()).contains("    token: " + SECRET + "\n");
        assertThat(directory.resolve(".kube")).doesNotExist();
    }

    @Test
    void aTokenFileIsReferredToByItsAbsolutePath() throws IOException {
        Path token = Files.writeString(directory.resolve("token"), SECRET);

        assertThat(edge("--token-file", directory + "/./token", "--token-reference", "-o", "-"))
                .isZero();

        assertThat(out.toString()).contains("tokenFile: " + token + "\n").doesNotContain(SECRET);
    }

    @Test
    void aTokenComesFromStandardInput() {
        stdin = SECRET + "\n";

        assertThat(edge("--token-stdin", "-o", "-")).isZero();

        assertThat(out.toString()).contains("token: " + SECRET);
    }

    @Test
    void anExecCredentialIsWrittenWithItsArguments() {
        assertThat(edge("--exec-command=login", "--exec-arg=--for", "--exec-arg=@me", "--user=sso", "-o", "-"))
                .isZero();

        assertThat(out.toString()).contains("""
                        - user:
                            exec:
                              apiVersion: client.authentication.k8s.io/v1
                              command: login
                              args:
                              - "--for"
                              - "@me"
                              interactiveMode: IfAvailable
                            extensions:
                            - name: culvert
                              extension:
                                gateway: https://gw.example.com:8443
                          name: sso
                        """);
    }

    @Test
    void namesNamespaceHostFormAndServerNameAreAsAsked() {
        environment.put("T", SECRET);

        assertThat(edge(
                        "--token-env=T",
                        "--form=host",
                        "--domain=clusters.example.org",
                        "--context=prod",
                        "--user=alice",
                        "--namespace=shop",
                        "--tls-server-name=gw.internal",
                        "-o-"))
                .isZero();

        assertThat(out.toString())
                .contains("    tls-server-name: gw.internal\n")
                .contains("    server: https://edge-1.clusters.example.org:8443\n  name: prod\n")
                .contains("    namespace: shop\n    user: alice\n  name: prod\n");
    }

    @Test
    void certificatesAreEmbeddedOrReferredTo() throws IOException {
        Path ca = Keytool.certificate(directory, "ca", 0, 30);
        environment.put("T", SECRET);

        assertThat(edge("--token-env=T", "--ca-file=" + ca, "-o-")).isZero();
        assertThat(out.toString())
                .contains("certificate-authority-data: "
                        + java.util.Base64.getEncoder().encodeToString(Files.readAllBytes(ca)) + "\n");

        out.getBuffer().setLength(0);
        assertThat(edge("--token-env=T", "--ca-file=" + ca, "--ca-reference", "-o-"))
                .isZero();
        assertThat(out.toString())
                .contains("certificate-authority: " + ca + "\n")
                .doesNotContain("certificate-authority-data");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void anExpiredCertificateIsWrittenWithAWarning() throws IOException {
        Path ca = Keytool.certificate(directory, "old", -10, 1);
        environment.put("T", SECRET);

        assertThat(edge("--token-env=T", "--ca-file=" + ca, "-o-")).isZero();

        assertThat(err.toString()).contains("warning").contains("CN=old").contains("expired");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nothing here",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
            })
    void whatIsNoCertificateIsNoCaFile(String content) throws IOException {
        Path ca = Files.writeString(directory.resolve("ca.pem"), content);
        environment.put("T", SECRET);

        assertThat(edge("--token-env=T", "--ca-file=" + ca)).isEqualTo(2);

        assertOneLineNaming(ca.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", SECRET + "\n\n", SECRET + "\nnext", " " + SECRET, "tök", "a\tb"})
    void whatIsNoTokenIsRefusedAndNotRepeated(String token) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), token);

        assertThat(edge("--token-file=" + file)).isEqualTo(2);

        assertOneLineNaming(file.toString());
        assertThat(err.toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cluster edge-1",
                "--gateway https://gw",
                "--gateway http://gw --cluster edge-1",
                "--gateway https://gw --cluster api",
                "--gateway https://gw --cluster a/b",
                "--gateway https://gw --cluster a --form sideways",
                "--gateway https://gw --cluster a --domain x",
                "--gateway https://gw --cluster a --ca-reference",
                "--gateway https://gw --cluster a --token-reference",
                "--gateway https://gw --cluster a --token-env UNSET",
                "--gateway https://gw --cluster a --token-file /nowhere/token",
                "--gateway https://gw --cluster a --ca-file /nowhere/ca",
                "--gateway https://gw --cluster a --token-stdin --token-env X",
                "--gateway https://gw --cluster a --exec-arg x",
                "--gateway https://gw --cluster a --exec-command x --exec-api-version v7",
                "--gateway https://gw --cluster a --exec-command x --exec-interactive-mode Sometimes",
                "--gateway https://gw --cluster a --exec-command x --namespace A_B",
                "--gateway https://gw --cluster a --exec-command x --lock-timeout soon",
                "--gateway https://gw --cluster a --exec-command x --lock-timeout -1",
                "--gateway https://gw --cluster a --cluster b --context c --exec-command x",
                "--gateway https://gw --cluster a --context c --context-prefix p --exec-command x",
                "--gateway https://gw --cluster a --cluster api --exec-command x",
                "--gateway https://gw --cluster a --exec-command x --print --output f",
                "--gateway https://gw --cluster a --exec-command x --print --prune",
                "--gateway https://gw --cluster a --exec-command x --print --dry-run",
                "--gateway https://gw --cluster a --client-certificate /nowhere/cert",
                "--gateway https://gw --cluster a --client-key /nowhere/key",
                "--gateway https://gw --cluster a --client-certificate-reference",
                "--gateway https://gw --cluster a --client-certificate /nowhere/c --client-key /nowhere/k",
                "--gateway https://gw --cluster a --client-certificate c --client-key k --token-stdin",
                "--gateway https://gw --cluster a --token s3cret-t0ken",
                "--gateway https://gw --cluster a --token=s3cret-t0ken",
                "--gateway https://gw --cluster a --bearer=s3cret-t0ken",
                "--gateway https://gw --cluster a s3cret-t0ken",
            })
    void optionsThatMakeNoSenseAreOneLineAndExitCodeTwo(String line) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertOneLineNaming("kubeconfig-gen: ");
        assertThat(err.toString()).doesNotContain(SECRET);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileInTheWayIsOneLineAndExitCodeOne() throws IOException {
        Path file = Files.writeString(directory.resolve("config"), "{");
        environment.put("T", SECRET);

        assertThat(edge("--token-env=T", "-o", file.toString())).isEqualTo(1);

        assertOneLineNaming(file.toString());
        assertThat(file).hasContent("{");
    }

    @Test
    void helpSaysEveryOptionButNotTheForbiddenOne() {
        assertThat(run("--help")).isZero();

        assertThat(out.toString())
                .contains(
                        "--gateway",
                        "--token-file",
                        "--exec-arg",
                        "--client-key",
                        "--[no-]set-current-context",
                        "--prune",
                        "--lock-timeout",
                        "Exit codes:")
                .doesNotContain("--token=", "--token ");
    }

    @Test
    void kubectlReadsWhatWasMade() throws IOException {
        assumeTrue(Keytool.kubectlIsThere("kubectlReadsWhatWasMade"), "no kubectl on the path");
        Path ca = Keytool.certificate(directory, "ca", 0, 30);
        Path file = directory.resolve("config");
        environment.put("T", SECRET);
        assertThat(edge("--token-env=T", "--ca-file=" + ca, "-n", "shop", "-o", file.toString()))
                .isZero();

        List<String> read = Keytool.lines(
                "kubectl",
                "--kubeconfig=" + file,
                "config",
                "view",
                "--minify",
                "--raw",
                "-o",
                "jsonpath={.clusters[0].cluster.server}{\"\\n\"}{.users[0].user.token}{\"\\n\"}"
                        + "{.contexts[0].context.namespace}{\"\\n\"}");

        assertThat(read).containsExactly("https://gw.example.com:8443/clusters/edge-1", SECRET, "shop");
    }

    private void assertOneLineNaming(String what) {
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("kubeconfig-gen: ").contains(what).satisfies(text -> assertThat(
                        text.lines())
                .hasSize(1));
    }

    private int edge(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--gateway=https://gw.example.com:8443", "--cluster=edge-1"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return Main.run(
                new Surroundings(
                        name -> environment.getOrDefault(name, ""),
                        "kubeconfig-gen",
                        new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                        new PrintWriter(out, true),
                        new PrintWriter(err, true)),
                arguments);
    }
}
