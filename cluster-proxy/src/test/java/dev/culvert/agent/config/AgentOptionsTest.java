package dev.culvert.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AgentOptionsTest {
    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private String token = "";

    @BeforeEach
    void write() throws Exception {
        token = Files.writeString(directory.resolve("token"), "secret").toString();
    }

    private AgentConfig resolve(String... arguments) {
        return CommandLine.populateCommand(new AgentOptions(), arguments).resolve(environment::get);
    }

    @Test
    void everythingButTheGatewayAndTheTokenHasADefault() {
        AgentConfig config = resolve("--gateway", "https://gw.example", "--token-file", token);

        assertThat(config.gateways().get(0).gateway()).isEqualTo(new HostPort("gw.example", 443));
        assertThat(config.carrier()).isEqualTo(CarrierKind.AUTO);
        assertThat(config.carriers()).isEqualTo(2);
        assertThat(config.drainGrace()).hasSeconds(20);
        assertThat(config.reload()).hasSeconds(10);
        assertThat(config.rightsCheck()).hasMinutes(5);
        assertThat(config.gatewayCa()).isNull();
        assertThat(config.kubeconfig()).isNull();
        assertThat(config.health()).isNull();
        assertThat(config.gateways().get(0).proxy()).isNull();
    }

    @Test
    void theEnvironmentFillsInWhatTheCommandLineLeavesOut() {
        environment.put("CULVERT_GATEWAY", "https://[::1]:8443/");
        environment.put("CULVERT_TOKEN_FILE", token);
        environment.put("CULVERT_CARRIER", "websocket");
        environment.put("CULVERT_CARRIERS", "3");
        environment.put("CULVERT_HEALTH_ADDRESS", "*:8082");
        environment.put("CULVERT_RELOAD", "1");
        environment.put("CULVERT_RIGHTS_CHECK", "0");

        AgentConfig config = resolve("--carriers", "4");

        assertThat(config.gateways().get(0).gateway()).isEqualTo(new HostPort("::1", 8443));
        assertThat(config.gateways().get(0).gateway()).hasToString("[::1]:8443");
        assertThat(config.carrier()).isEqualTo(CarrierKind.WEBSOCKET);
        assertThat(config.carriers()).isEqualTo(4);
        assertThat(config.health()).isEqualTo(new HostPort("*", 8082));
        assertThat(config.reload()).hasSeconds(1);
        assertThat(config.rightsCheck()).isZero();
    }

    @Test
    void severalGatewaysAreKeptInTheirOrderEachWithItsOwnWay() {
        environment.put("HTTPS_PROXY", "http://proxy.example:3128");
        environment.put("NO_PROXY", "two.example");
        List<HostPort> three =
                List.of(new HostPort("one.example", 443), new HostPort("two.example", 8443), new HostPort("::1", 8443));

        AgentConfig config = resolve(
                "--gateway",
                "https://one.example,https://two.example:8443",
                "--gateway",
                "https://[::1]:8443",
                "--token-file",
                token);

        assertThat(config.gateways()).extracting(GatewayRoute::gateway).isEqualTo(three);
        assertThat(config.gateways()).extracting(route -> route.proxy() != null).containsExactly(true, false, true);

        environment.put("CULVERT_GATEWAY", " https://one.example,\n https://two.example:8443\thttps://[::1]:8443,\n");
        assertThat(resolve("--token-file", token).gateways())
                .extracting(GatewayRoute::gateway)
                .isEqualTo(three);
        assertThat(resolve("--token-file", token, "--gateway", "https://four.example")
                        .gateways())
                .extracting(GatewayRoute::gateway)
                .containsExactly(new HostPort("four.example", 443));
    }

    @Test
    void aGatewayIsNamedOnceAndThereAreNotTooMany() {
        for (String again : new String[] {"https://gw.example:443", "https://GW.example", "https://gw.example/"}) {
            assertThatThrownBy(() -> resolve("--gateway", "https://gw.example," + again, "--token-file", token))
                    .isInstanceOf(ConfigurationException.class)
                    .message()
                    .isEqualToIgnoringCase("--gateway names gw.example:443 twice");
        }
        String sixteen = IntStream.range(0, 16)
                .mapToObj(i -> "https://gw-" + i + ".example")
                .collect(Collectors.joining(","));
        assertThat(resolve("--gateway", sixteen, "--token-file", token).gateways())
                .hasSize(16);
        assertThatThrownBy(() -> resolve("--gateway", sixteen + ",https://gw", "--token-file", token))
                .hasMessage("--gateway names 17 gateways: there can be 1 to 16");
        environment.put("CULVERT_GATEWAY", ", ,");
        assertThatThrownBy(() -> resolve("--token-file", token)).hasMessageContaining("--gateway");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw, http://gw", "--token-file", token))
                .hasMessageContaining("https://");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> resolve("--token-file", token)).hasMessageContaining("--gateway");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw")).hasMessageContaining("--token-file");
        assertThatThrownBy(() -> resolve("--gateway", "http://gw", "--token-file", token))
                .hasMessageContaining("https://");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw/path", "--token-file", token))
                .hasMessageContaining("without a path");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", "/nowhere/token"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--token-file: no such file: /nowhere/token");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", token, "--carriers", "0"))
                .hasMessageContaining("--carriers");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", token, "--reload", "0"))
                .hasMessage("--reload 0 is not between 1 and 3600");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", token, "--rights-check", "1"))
                .hasMessageContaining("--rights-check 1 is neither 0 nor");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", token, "--carrier", "pigeon"))
                .hasMessageContaining("pigeon");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw", "--token-file", token, "--context", "x"))
                .hasMessageContaining("--kubeconfig");
    }

    @Test
    void aPasswordWhereNoneBelongsIsNotRepeated() {
        for (String gateway : new String[] {
            "http://user:pass-word@gw",
            "https://user:pass-word@gw",
            "https://gw/?token=pass-word",
            "https://gw/pass word"
        }) {
            assertThatThrownBy(() -> resolve("--gateway", gateway, "--token-file", token))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--gateway")
                    .hasMessageNotContaining("pass");
        }
        assertThatThrownBy(() -> resolve(
                        "--gateway", "https://gw", "--token-file", token, "--health-address", "user:pass-word@h:1"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageNotContaining("pass");
    }

    @Test
    void theProxyOfTheEnvironmentIsTakenAndItsPasswordNeverShown() {
        environment.put("HTTPS_PROXY", "http://user:p%40ss@proxy.example:3128");
        AgentConfig config = resolve("--gateway", "https://gw.example", "--token-file", token);

        assertThat(config.gateways().get(0).proxy())
                .isEqualTo(new ProxySettings("proxy.example", 3128, false, "user", "p@ss"));
        assertThat(config.toString()).contains("proxy.example:3128").doesNotContain("p@ss", "user");

        environment.put("HTTPS_PROXY", "http://user:p ss@proxy.example");
        assertThatThrownBy(() -> resolve("--gateway", "https://gw.example", "--token-file", token))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("p ss");
    }

    @Test
    void gatewaysThatNeedNoProxyGetNone() {
        environment.put("https_proxy", "proxy.example:3128");
        assertThat(proxyFor("gw.example")).isTrue();
        for (String exempt : new String[] {
            "gw.example", ".example", "*.example", "example", "*", "other, gw.example", "gw.example:443"
        }) {
            environment.put("NO_PROXY", exempt);
            assertThat(proxyFor("gw.example")).as(exempt).isFalse();
        }
        for (String other : new String[] {"w.example", "gw.example:8443", "gw", "10.0.0.0/8"}) {
            environment.put("NO_PROXY", other);
            assertThat(proxyFor("gw.example")).as(other).isTrue();
        }
        environment.put("NO_PROXY", "10.0.0.0/8");
        assertThat(proxyFor("10.1.2.3")).isFalse();
        assertThat(proxyFor("11.1.2.3")).isTrue();
    }

    private boolean proxyFor(String host) {
        return resolve("--gateway", "https://" + host, "--token-file", token)
                        .gateways()
                        .get(0)
                        .proxy()
                != null;
    }
}
