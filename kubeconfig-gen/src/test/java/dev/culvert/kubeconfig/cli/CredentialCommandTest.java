package dev.culvert.kubeconfig.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialCommandTest {
    private static final String V1 = "client.authentication.k8s.io/v1";
    private static final String V1BETA1 = "client.authentication.k8s.io/v1beta1";

    @TempDir
    Path directory;

    private final Terminal terminal = new Terminal();

    @Test
    void theAnswerIsInTheVersionThatTheClientSpeaks() throws IOException {
        String file = "--token-file=" + token("t0k\n");

        for (String version : new String[] {V1, V1BETA1}) {
            terminal.clear();
            terminal.environment.put(
                    "KUBERNETES_EXEC_INFO",
                    "{\"apiVersion\":\"" + version + "\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":true}}");
            assertThat(terminal.run("credential", file)).isZero();
            assertThat(terminal.out())
                    .contains("\"apiVersion\":\"" + version + "\"", "\"token\":\"t0k\"")
                    .hasLineCount(1);
        }
        terminal.environment.clear();
        terminal.clear();
        assertThat(terminal.run("credential", file)).isZero();
        assertThat(terminal.out()).contains("\"apiVersion\":\"" + V1BETA1 + "\"");
        terminal.clear();
        assertThat(terminal.run("credential", file, "--api-version=" + V1)).isZero();
        assertThat(terminal.out()).contains("\"apiVersion\":\"" + V1 + "\"");
        assertThat(terminal.err()).isEmpty();
    }

    @Test
    void aTokenThatExpiresEarlierIsGoodUntilThenAlone() throws IOException {
        Instant soon = Instant.now().plusSeconds(20).truncatedTo(ChronoUnit.SECONDS);

        assertThat(terminal.run("credential", "--token-file=" + token(jwt(soon))))
                .isZero();

        assertThat(terminal.out()).contains("\"expirationTimestamp\":\"" + soon + "\"");
    }

    @Test
    void aTokenThatHasExpiredIsNone() throws IOException {
        String token = jwt(Instant.now().minusSeconds(5));

        assertThat(terminal.run("credential", "--token-file=" + token(token))).isEqualTo(1);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).contains("expired at").doesNotContain(token).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"apiVersion\":\"client.authentication.k8s.io/v1alpha1\"}",
                "{\"apiVersion\":7}",
                "{",
                "[]",
                "text",
                "{\"apiVersion\":\"" + V1 + "\",\"spec\":\"text\"}"
            })
    void whatNoClientAsksIsRefused(String info) throws IOException {
        terminal.environment.put("KUBERNETES_EXEC_INFO", info);

        assertThat(terminal.run("credential", "--token-file=" + token("t0k"))).isEqualTo(2);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err()).hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--token-file=/nowhere",
                "--token-file=/nowhere --oidc-issuer=https://id --oidc-client-id=c",
                "--oidc-issuer=https://id",
                "--oidc-client-id=c",
                "--oidc-issuer=http://id --oidc-client-id=c",
                "--oidc-issuer=https://id?x --oidc-client-id=c",
                "--oidc-issuer=https://me:pw@id --oidc-client-id=c",
                "--oidc-issuer=https://id --oidc-client-id=c --oidc-login=sometimes",
                "--oidc-issuer=https://id --oidc-client-id=c --oidc-redirect-port=70000",
                "--oidc-issuer=https://id --oidc-client-id=c --oidc-ca-file=/nowhere",
                "--oidc-issuer=https://id --oidc-client-id=c --oidc-client-secret-file=/nowhere",
                "--oidc-issuer=https://id --oidc-client-id=c --oidc-client-secret=s3cret",
            })
    void optionsThatMakeNoSenseAreOneLineAndExitCodeTwo(String line) {
        assertThat(terminal.run(("credential " + line).strip().split(" "))).isEqualTo(2);

        assertThat(terminal.out()).isEmpty();
        assertThat(terminal.err())
                .startsWith("kubeconfig-gen: ")
                .doesNotContain("s3cret", "pw")
                .hasLineCount(1);
    }

    @Test
    void theKubeconfigRunsThisProgramWithAbsolutePaths() throws IOException {
        Path token = token("t0k");

        assertThat(generate("--token-file=" + directory + "/./token", "--token-plugin"))
                .isZero();

        assertThat(terminal.out()).doesNotContain("t0k").contains("""
                    exec:
                      apiVersion: client.authentication.k8s.io/v1beta1
                      command: /opt/culvert/kubeconfig-gen
                      args:
                      - credential
                      - "--token-file=%s"
                      - "--api-version=client.authentication.k8s.io/v1beta1"
                      interactiveMode: Never
                """.formatted(token));
    }

    @Test
    void theKubeconfigRepeatsTheLoginForThePlugin() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "s3cret");

        assertThat(generate(
                        "--oidc-issuer=https://id.example.com/realms/a",
                        "--oidc-client-id=kube",
                        "--oidc-client-secret-file=" + secret,
                        "--oidc-scope=email",
                        "--oidc-login=browser",
                        "--oidc-redirect-port=8000",
                        "--oidc-profile=work",
                        "--exec-api-version=" + V1,
                        "--plugin-command=kubeconfig-gen"))
                .isZero();

        assertThat(terminal.out()).doesNotContain("s3cret").contains("""
                    exec:
                      apiVersion: client.authentication.k8s.io/v1
                      command: kubeconfig-gen
                      args:
                      - credential
                      - "--oidc-issuer=https://id.example.com/realms/a"
                      - "--oidc-client-id=kube"
                      - "--oidc-client-secret-file=%s"
                      - "--oidc-scope=email"
                      - "--oidc-login=browser"
                      - "--oidc-redirect-port=8000"
                      - "--oidc-profile=work"
                      - "--api-version=client.authentication.k8s.io/v1"
                      interactiveMode: IfAvailable
                """.formatted(secret));
    }

    @Test
    void helpAndCompletionSayTheOptions() {
        assertThat(terminal.run("credential", "--help")).isZero();
        assertThat(terminal.out()).contains("--token-file", "--oidc-issuer", "--cache-dir", "Exit codes:");

        terminal.clear();
        assertThat(terminal.run("generate-completion")).isZero();
        assertThat(terminal.out())
                .contains("kubeconfig-gen", "--oidc-issuer", "--prune")
                .doesNotContain("'--token'");
    }

    private int generate(String... more) {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "--gateway=https://gw.example.com";
        arguments[1] = "--cluster=a";
        arguments[2] = "--print";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return terminal.run(arguments);
    }

    private Path token(String text) throws IOException {
        return Files.writeString(directory.resolve("token"), text);
    }

    private static String jwt(Instant expires) {
        return new PlainJWT(new JWTClaimsSet.Builder()
                        .expirationTime(Date.from(expires))
                        .build())
                .serialize();
    }
}
