package dev.culvert.kubeconfig;

import static dev.culvert.kubeconfig.Samples.access;
import static dev.culvert.kubeconfig.Samples.edge;
import static dev.culvert.kubeconfig.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {
    @Test
    void aNewKubeconfigHoldsTheThreeEntriesInKubectlsShape() {
        String text = Kubeconfig.empty()
                .with(edge(token("t0k")), false)
                .withCurrentContext("edge-1")
                .render();

        assertThat(text).isEqualTo("""
                        apiVersion: v1
                        kind: Config
                        preferences: {}
                        clusters:
                        - cluster:
                            extensions:
                            - name: culvert
                              extension:
                                gateway: https://gw.example.com:8443
                            server: https://gw.example.com:8443/clusters/edge-1
                          name: edge-1
                        users:
                        - user:
                            token: t0k
                            extensions:
                            - name: culvert
                              extension:
                                gateway: https://gw.example.com:8443
                          name: edge-1
                        contexts:
                        - context:
                            cluster: edge-1
                            extensions:
                            - name: culvert
                              extension:
                                gateway: https://gw.example.com:8443
                            user: edge-1
                          name: edge-1
                        current-context: edge-1
                        """);
    }

    @Test
    void everyLineOfTheOthersStaysInItsPlace() {
        String text = Kubeconfig.parse(Samples.FOREIGN, "f")
                .with(edge(token("t0k")), false)
                .render();

        List<String> left = text.lines().toList();
        assertThat(left).containsSubsequence(Samples.FOREIGN.lines().toList());
        assertThat(left).hasSize(Samples.FOREIGN.lines().toList().size() + 10 + 3 * 4);
    }

    @Test
    void aSecondMergeOfTheSameChangesNothing() {
        Kubeconfig once = Kubeconfig.parse(Samples.FOREIGN, "f").with(edge(token("t0k")), false);

        assertThat(Kubeconfig.parse(once.render(), "f")
                        .with(edge(token("t0k")), false)
                        .render())
                .isEqualTo(once.render());
    }

    @Test
    void jsonStaysJson() {
        String json = "{\"kind\":\"Config\",\"apiVersion\":\"v1\",\"clusters\":[],\"users\":null}";

        String text =
                Kubeconfig.parse(json, "f").with(edge(token("t0k")), false).render();

        assertThat(text)
                .startsWith("{\"kind\": \"Config\"")
                .contains(
                        "\"clusters\": [{\"cluster\": {\"extensions\": [{\"name\": \"culvert\", \"extension\": {\"gateway\":"
                                + " \"https://gw.example.com:8443\"}}], \"server\": \"https://gw.example.com:8443/clusters/edge-1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "---\n", "# nothing yet\n", "{}", "clusters: null\nusers: []\ncontexts:\n"})
    void aDocumentWithNothingInItIsFilled(String text) {
        String merged =
                Kubeconfig.parse(text, "f").with(edge(token("t0k")), false).render();

        assertThat(merged).contains("apiVersion: v1", "kind: Config", "- cluster:\n", "- user:\n", "- context:\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e3", "0123", "123", "0x1f", "no", "null", "true", "on", "2026-01-01"})
    void aNameThatYamlWouldReadAsSomethingElseIsQuoted(String name) {
        String text = Kubeconfig.empty()
                .with(access("edge-1", name, name, token("123")), false)
                .render();

        assertThat(text).contains("name: \"" + name + "\"", "user: \"" + name + "\"", "token: \"123\"");
    }

    @Test
    void aNewTokenReplacesTheOldOneAndNothingElse() {
        Kubeconfig before = Kubeconfig.empty().with(edge(token("old")), false);

        String after = before.with(edge(token("new")), false).render();

        assertThat(after).isEqualTo(before.render().replace("token: old", "token: new"));
    }

    @Test
    void withoutACredentialAUserOfTheFileIsUsed() {
        Kubeconfig two = Kubeconfig.empty()
                .with(access("edge-1", "edge-1", "alice", token("t0k")), false)
                .with(access("edge-2", "edge-2", "alice", null), false);

        assertThat(two.render()).containsOnlyOnce("token: t0k").containsOnlyOnce("name: alice");
    }

    @Test
    void withoutACredentialAnUnknownUserIsRefused() {
        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> Kubeconfig.empty().with(edge(null), false))
                .withMessageContaining("user \"edge-1\" is not there yet");
    }

    @Test
    void aContextThatLeadsElsewhereIsReplacedByForceAlone() {
        Kubeconfig before = Kubeconfig.parse(Samples.FOREIGN, "f");
        ClusterAccess taken = access("edge-1", "production", "edge-1", token("t0k"));

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> before.with(taken, false))
                .withMessageContaining("\"production\"")
                .withMessageContaining("https://10.0.0.1:6443")
                .withMessageContaining("--force");
        assertThat(before.with(taken, true).render())
                .contains("server: https://gw.example.com:8443/clusters/edge-1")
                .contains("proxy-url: socks5://localhost:1080")
                .contains("name: minikube")
                .doesNotContain("10.0.0.1")
                .doesNotContain("certificate-authority-data");
    }

    @Test
    void aUserOfAnotherServerKeepsHisCredential() {
        Kubeconfig before = Kubeconfig.parse(Samples.FOREIGN, "f");
        ClusterAccess taken = access("edge-1", "edge-1", "production-admin", token("t0k"));

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> before.with(taken, false))
                .withMessageContaining("\"production-admin\"")
                .withMessageContaining("--force");
        assertThat(before.with(taken, true).render())
                .contains("token: t0k")
                .doesNotContain("client-certificate-data")
                .doesNotContain("client-key-data");
    }

    @Test
    void anAliasedEntryChangesWithoutItsTwin() {
        String shared = """
                clusters:
                - name: edge-1
                  cluster: &c {server: "https://old:1", proxy-url: "http://p"}
                - name: twin
                  cluster: *c
                """;

        String text = Kubeconfig.parse(shared, "f").with(edge(token("t")), true).render();

        assertThat(text).contains("https://gw.example.com:8443/clusters/edge-1").contains("https://old:1");
    }

    @Test
    void theSameProgramKeepsItsEnvironmentAndAnotherGetsNone() {
        Kubeconfig before = Kubeconfig.parse(Samples.FOREIGN, "f");
        String v1 = "client.authentication.k8s.io/v1";

        String same = before.with(sso("sso", List.of("login"), v1), true).render();
        String other = before.with(sso("other", List.of(), v1), true).render();

        assertThat(same)
                .contains("REGION")
                .contains("installHint")
                .contains("- login")
                .contains("interactiveMode: IfAvailable")
                .doesNotContain("v1beta1");
        assertThat(other).contains("command: other").doesNotContain("REGION").doesNotContain("args");
    }

    private static ClusterAccess sso(String command, List<String> arguments, String apiVersion) {
        return access("edge-1", "edge-1", "sso", new Credential.Exec(command, arguments, apiVersion, "IfAvailable"));
    }

    @Test
    void anotherKindOfCredentialReplacesTheFormerOne() {
        Kubeconfig before = Kubeconfig.empty().with(edge(token("t0k")), false);

        String text = before.with(edge(new Credential.TokenFile(Path.of("/run/token"))), false)
                .render();

        assertThat(text).contains("tokenFile: /run/token").doesNotContain("t0k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b: c",
                "clusters: [",
                "\tkind: Config",
                "just text",
                "- a list",
                "kind: Pod",
                "apiVersion: v2",
                "kind: Config\n---\nkind: Config",
                "users: *nobody",
                "kind: !!binary x\u0000",
            })
    void whatIsNoKubeconfigIsNamedAndNotQuoted(String text) {
        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> Kubeconfig.parse(text, "/home/me/config"))
                .withMessageStartingWith("/home/me/config is not a kubeconfig (")
                .withMessageEndingWith("it was left as it is")
                .withMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clusters: {a: b}",
                "clusters: [text]",
                "users: [{name: edge-1, user: {}}, {name: edge-1, user: {}}]",
                "users: [{name: edge-1, user: {token: a, token: b}}]\ncontexts: [{name: c, context: text}]",
                "x: &x {name: edge-1}\nclusters: [{<<: *x, cluster: {}}]",
            })
    void aKubeconfigThatCannotBeChangedSafelyIsRefused(String text) {
        Kubeconfig document = Kubeconfig.parse(text, "f");

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> document.with(edge(token("t")), false))
                .withMessageStartingWith("the kubeconfig cannot be changed: ");
    }

    @Test
    void anchorsKeepTheirNamesAlsoWhereTwoHaveTheSame() {
        String text = "x: &a {one: 1}\ny: *a\nz: &a {two: 2}\nw: *a\n";

        String merged =
                Kubeconfig.parse(text, "f").with(edge(token("t0k")), false).render();

        assertThat(merged).startsWith("x: &a {one: 1}\ny: *a\nz: &a-1 {two: 2}\nw: *a-1\n");
    }

    @Test
    void secretsAreNotInWhatIsPrinted() {
        assertThat(edge(token("s3cret")).toString()).doesNotContain("s3cret");
        assertThat(edge(new Credential.ClientCertificate("c", "s3cret", true)).toString())
                .doesNotContain("s3cret");
        assertThat(new PemFile("key", Path.of("f"), "s3cret").toString()).doesNotContain("s3cret");
        assertThat(Kubeconfig.empty().with(edge(token("s3cret")), false).toString())
                .doesNotContain("s3cret");
    }
}
