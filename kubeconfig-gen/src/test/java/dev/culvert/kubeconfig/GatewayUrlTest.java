package dev.culvert.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayUrlTest {
    private static final ClusterName EDGE = new ClusterName("edge-1");

    @ParameterizedTest
    @CsvSource({
        "https://gw.example.com, https://gw.example.com/clusters/edge-1",
        "https://gw.example.com/, https://gw.example.com/clusters/edge-1",
        "https://gw.example.com:443, https://gw.example.com/clusters/edge-1",
        "https://GW.example.com:8443/, https://gw.example.com:8443/clusters/edge-1",
        "HTTPS://127.0.0.1:8443, https://127.0.0.1:8443/clusters/edge-1",
        "https://[::1]:8443, https://[::1]:8443/clusters/edge-1",
    })
    void pathFormHasThePrefixAndNoTrailingSlash(String gateway, String expected) {
        assertThat(GatewayUrl.parse(gateway).pathForm(EDGE)).isEqualTo(expected);
    }

    @Test
    void hostFormPutsTheClusterBeforeTheDomainAndKeepsThePort() {
        GatewayUrl gateway = GatewayUrl.parse("https://gw.example.com:8443");

        assertThat(gateway.hostForm(EDGE, "")).isEqualTo("https://edge-1.gw.example.com:8443");
        assertThat(gateway.hostForm(EDGE, "clusters.example.org"))
                .isEqualTo("https://edge-1.clusters.example.org:8443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1:8443", "https://[::1]:8443"})
    void hostFormIsRefusedBelowAnAddress(String gateway) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayUrl.parse(gateway).hostForm(EDGE, ""))
                .withMessageContaining("domain name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gw.example.com",
                "gw.example.com",
                "gw.example.com:8443",
                "//gw.example.com",
                "https:gw.example.com",
                "https://",
                "https:///clusters",
                "https://gw.example.com/clusters/edge-1",
                "https://gw.example.com//",
                "https://gw.example.com?x=1",
                "https://gw.example.com/#top",
                "https://gw.example.com:0",
                "https://gw.example.com:99999",
                "https://gw example.com",
                "https://gw.example.com\nX: y",
                "",
            })
    void anythingButTheGatewaysOwnHttpsUrlIsRefused(String url) {
        assertThatThrownBy(() -> GatewayUrl.parse(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPasswordInTheUrlIsRefusedAndNotRepeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GatewayUrl.parse("https://me:s3cret@gw.example.com"))
                .withMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge-1", "e", "1e3", "0123"})
    void aDnsLabelIsAClusterName(String name) {
        assertThat(new ClusterName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api",
                "apis",
                "oapi",
                "Edge",
                "edge_1",
                "edge.1",
                "-edge",
                "edge-",
                "a/b",
                "..",
                "é",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void whatIsNoDnsLabelOrIsReservedIsNoClusterName(String name) {
        assertThatThrownBy(() -> new ClusterName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster name");
    }
}
