package dev.culvert.kubeconfig;

import static dev.culvert.kubeconfig.Samples.access;
import static dev.culvert.kubeconfig.Samples.edge;
import static dev.culvert.kubeconfig.Samples.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
    private static final GatewayUrl GATEWAY = GatewayUrl.parse("https://gw.example.com:8443");

    @Test
    void whatIsAskedForStaysAndWhatWasMadeOnceGoes() {
        ClusterAccess kept = edge(token("t0k"));
        Kubeconfig one = Kubeconfig.parse(Samples.FOREIGN, "f").with(kept, false);
        Kubeconfig three = one.with(access("edge-2", "edge-2", "edge-2", token("t2")), false)
                .with(access("edge-3", "shop", "edge-1", null), false);

        Kubeconfig.Pruned pruned = three.without(GATEWAY, List.of(kept));

        assertThat(pruned.document().render()).isEqualTo(one.render());
        assertThat(pruned.contexts()).containsExactly("edge-2", "shop");
    }

    @Test
    void withNothingAskedForTheOthersAreLeftAsTheyWere() {
        Kubeconfig foreign = Kubeconfig.parse(Samples.FOREIGN, "f");

        Kubeconfig.Pruned pruned = foreign.with(edge(token("t0k")), false).without(GATEWAY, List.of());

        assertThat(pruned.document().render()).isEqualTo(Samples.FOREIGN);
    }

    @Test
    void anotherGatewaysEntriesStay() {
        Kubeconfig document = Kubeconfig.empty().with(edge(token("t0k")), false);

        Kubeconfig.Pruned pruned = document.without(GatewayUrl.parse("https://gw.example.com"), List.of());

        assertThat(pruned.document().render()).isEqualTo(document.render());
        assertThat(pruned.contexts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://gw.example.com:8443/clusters/edge-9", "https://edge-9.gw.example.com:8443"})
    void withoutAMarkTheServersUrlTells(String server) {
        Kubeconfig.Pruned pruned = unmarked(server).without(GATEWAY, List.of());

        assertThat(pruned.contexts()).containsExactly("edge-9");
        // The user may be anybody's.
        assertThat(pruned.document().render()).contains("contexts: []\n", "clusters: []\n", "token: own");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.example.com:8443",
                "https://gw.example.com:8443/clusters/edge-9/more",
                "https://gw.example.com:8443/clusters/",
                "https://gw.example.com/clusters/edge-9",
                "https://a.edge-9.gw.example.com:8443",
                "https://notgw.example.com:8443",
                "http://gw.example.com:8443/clusters/edge-9",
                ""
            })
    void anotherUrlIsSomebodyElses(String server) {
        assertThat(unmarked(server).without(GATEWAY, List.of()).contexts()).isEmpty();
    }

    @Test
    void whatAHandMadeContextRefersToStaysWithIt() {
        String text =
                Kubeconfig.empty().with(edge(token("t0k")), false).render().replace("contexts:\n", """
                        contexts:
                        - context: {cluster: edge-1, user: edge-1, namespace: shop}
                          name: by-hand
                        """);

        Kubeconfig.Pruned pruned = Kubeconfig.parse(text, "f").without(GATEWAY, List.of());

        assertThat(pruned.contexts()).containsExactly("edge-1");
        assertThat(pruned.document().render())
                .contains("token: t0k", "server: https://gw.example.com:8443/clusters/edge-1", "name: by-hand");
    }

    @Test
    void theMarkIsAddedToTheExtensionsOfOthersAndReplacesThatOfAnotherGateway() {
        String text = """
                clusters:
                - name: edge-1
                  cluster:
                    server: https://gw.example.com:8443/clusters/edge-1
                    extensions:
                    - {name: editor, extension: {colour: red}}
                    - {name: culvert, extension: {gateway: "https://old"}}
                """;

        String marked =
                Kubeconfig.parse(text, "f").with(edge(token("t")), false).render();

        assertThat(marked)
                .contains("- {name: editor, extension: {colour: red}}\n    - name: culvert\n")
                .doesNotContain("https://old");
    }

    @Test
    void extensionsThatAreNoListAreRefused() {
        Kubeconfig document = Kubeconfig.parse("contexts: [{name: a, context: {extensions: text}}]", "f");

        assertThatExceptionOfType(KubeconfigException.class)
                .isThrownBy(() -> document.without(GATEWAY, List.of()))
                .withMessageContaining("\"extensions\" is not a list");
    }

    private static Kubeconfig unmarked(String server) {
        return Kubeconfig.parse("""
                clusters:
                - {name: edge-9, cluster: {server: "%s"}}
                users:
                - {name: edge-9, user: {token: own}}
                contexts:
                - {name: edge-9, context: {cluster: edge-9, user: edge-9}}
                """.formatted(server), "f");
    }
}
