package dev.culvert.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    private static final String HASH_A = "a".repeat(64);
    private static final String HASH_B = "b".repeat(64);
    private static final String TLS = "public: {tls: {certificate: c.pem, key: k.pem}}\n";

    @TempDir
    Path directory;

    @Test
    void everyDefaultIsPinned() {
        GatewayConfig config = load(TLS);

        assertThat(config.publicListener().address()).isEqualTo(new Address("0.0.0.0", 8443));
        assertThat(config.publicListener().maybeDomain()).isEmpty();
        assertThat(config.publicListener().hosts()).isEmpty();
        assertThat(config.privateAddress()).isEqualTo(new Address("127.0.0.1", 8081));
        assertThat(config.clusters()).isEmpty();
        assertThat(config.callers()).isEmpty();
        assertThat(config.allowSystemIdentities()).isFalse();
        assertThat(config.reload()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(config.tunnel())
                .isEqualTo(new TunnelConfig(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10),
                        ByteSize.kibi(256),
                        ByteSize.kibi(32),
                        ByteSize.mebi(4),
                        16,
                        16));
        assertThat(config.parking())
                .isEqualTo(new ParkingConfig(Duration.ofSeconds(5), Duration.ofSeconds(10), 200, 2_000));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(
                        ByteSize.mebi(1),
                        2_000,
                        10_000,
                        Duration.ofSeconds(20),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(3),
                        new QuotaConfig(1_000, 20_000, 1_000, 0),
                        new QuotaConfig(4_000, 50_000, 4_000, 0)));
    }

    @Test
    void everyValueIsReadFromTheFile() {
        GatewayConfig config = load("""
                public:
                  address: "[::1]:9443"
                  tls: {certificate: tls/c.pem, key: /etc/k.pem}
                  domain: Clusters.Example.COM
                  hosts: [Gateway.Clusters.Example.COM]
                private: {address: "127.0.0.1:9000"}
                clusters:
                  - name: north
                    agentTokens:
                      - {sha256: %s, expires: "2027-01-31T12:00:00+01:00"}
                callers:
                  - name: zoë@example.com
                    uid: u-1
                    groups: [dev, "ops team"]
                    extra: {example.com/team: [red, blue]}
                    tokens: [{sha256: %s}]
                    access:
                      - {clusters: [north], mode: impersonate, readOnly: true, namespaces: [a, b], forbid: [exec, nodes/proxy]}
                      - {clusters: ["*"], mode: agent}
                tunnel:
                  keepalive: 5s
                  handshakeTimeout: 250ms
                  streamWindow: 1Mi
                  maxFrame: 16Ki
                  maxHead: 1Mi
                  maxCarriersPerSession: 2
                  maxSessionsPerCluster: 3
                parking: {wait: 0s, window: 1m, maxRequestsPerCluster: 1, maxRequests: 2}
                limits:
                  maxHead: 64Ki
                  maxStreamsPerConnection: 100
                  maxConnectionsPerAddress: 50
                  headTimeout: 30s
                  bodyTimeout: 45s
                  idleTimeout: 5s
                  perCaller: {requests: 1, streams: 2, upgrades: 3, perSecond: 50}
                  perCluster: {requests: 4}
                reload: 250ms
                shutdownGrace: 1m
                """.formatted(HASH_A, HASH_B.toUpperCase(Locale.ROOT)));

        assertThat(config.publicListener().address()).isEqualTo(new Address("::1", 9443));
        assertThat(config.publicListener().tls())
                .isEqualTo(new TlsFiles(directory.resolve("tls/c.pem"), Path.of("/etc/k.pem")));
        assertThat(config.publicListener().maybeDomain()).contains("clusters.example.com");
        assertThat(config.publicListener().hosts()).containsExactly("gateway.clusters.example.com");
        assertThat(config.privateAddress()).isEqualTo(new Address("127.0.0.1", 9000));
        assertThat(config.clusters())
                .containsExactly(new ClusterConfig(
                        "north", List.of(new TokenConfig(HASH_A, Instant.parse("2027-01-31T11:00:00Z")))));
        assertThat(config.callers())
                .containsExactly(new CallerConfig(
                        "zoë@example.com",
                        "u-1",
                        List.of("dev", "ops team"),
                        Map.of("example.com/team", List.of("red", "blue")),
                        List.of(new TokenConfig(HASH_B, null)),
                        List.of(
                                new AccessConfig(
                                        List.of("north"),
                                        AccessConfig.As.IMPERSONATE,
                                        true,
                                        List.of("a", "b"),
                                        List.of("exec", "nodes/proxy")),
                                new AccessConfig(List.of("*"), AccessConfig.As.AGENT))));
        assertThat(config.tunnel())
                .isEqualTo(new TunnelConfig(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(250),
                        ByteSize.mebi(1),
                        ByteSize.kibi(16),
                        ByteSize.mebi(1),
                        2,
                        3));
        assertThat(config.parking()).isEqualTo(new ParkingConfig(Duration.ZERO, Duration.ofMinutes(1), 1, 2));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(
                        ByteSize.kibi(64),
                        100,
                        50,
                        Duration.ofSeconds(30),
                        Duration.ofSeconds(45),
                        Duration.ofSeconds(5),
                        new QuotaConfig(1, 2, 3, 50),
                        new QuotaConfig(4, 50_000, 4_000, 0)));
        assertThat(config.reload()).isEqualTo(Duration.ofMillis(250));
        assertThat(config.shutdownGrace()).isEqualTo(Duration.ofMinutes(1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    clusters: [{name: a}, {nane: b}]                            | clusters[1].name: is missing
                    clusters: [{name: a, token: x}]                             | clusters[0].token: is not known here; known are agentTokens, labels, name
                    parkin: {}                                                  | parkin: is not known here
                    clusters: [{name: Big}]                                     | clusters[0].name: 'Big' is no cluster name
                    clusters: [{name: a_b}]                                     | clusters[0].name: 'a_b' is no cluster name
                    clusters: [{name: a.b}]                                     | clusters[0].name: 'a.b' is no cluster name
                    clusters: [{name: "-a"}]                                    | clusters[0].name: '-a' is no cluster name
                    clusters: [{name: api}]                                     | clusters[0].name: 'api' is reserved
                    clusters: [{name: apis}]                                    | clusters[0].name: 'apis' is reserved
                    clusters: [{name: oapi}]                                    | clusters[0].name: 'oapi' is reserved
                    clusters: [{name: a}, {name: a}]                            | clusters[1].name: 'a' is there twice
                    clusters: [{name: a, agentTokens: [{sha256: abc}]}]         | clusters[0].agentTokens[0].sha256: must be the SHA-256
                    clusters: {name: a}                                         | clusters: must be a list
                    clusters: [a]                                               | clusters[0]: must be a mapping
                    clusters: [{name: 5}]                                       | clusters[0].name: must be text
                    callers: [{name: a}, {name: a}]                             | callers[1].name: 'a' is there twice
                    callers: [{name: a, access: [{clusters: [x], mode: agent}]}]| callers[0].access[0].clusters: 'x' is not among the clusters
                    callers: [{name: a, access: [{clusters: [], mode: agent}]}] | callers[0].access[0].clusters: names no cluster
                    callers: [{name: a, access: [{clusters: ["*"]}]}]           | callers[0].access[0].mode: is missing
                    callers: [{name: a, access: [{clusters: ["*"], mode: root}]}]| callers[0].access[0].mode: 'root' is no mode
                    callers: [{name: a, access: [{clusters: ["*"], mode: agent, forbid: [Exec]}]}]| callers[0].access[0].forbid[0]: 'Exec' is none of attach, exec
                    callers: [{name: a, access: [{clusters: ["*"], mode: agent, namespaces: [a, A]}]}]| callers[0].access[0].namespaces[1]: 'A' is no namespace's name
                    callers: [{name: a, access: [{clusters: ["*"], mode: agent, readonly: true}]}]| callers[0].access[0].readonly: is not known here
                    limits: {perCaller: {requests: 0}}                          | limits.perCaller.requests: must be between 1 and 1000000
                    limits: {bodyTimeout: 2h}                                   | limits.bodyTimeout: must be between 1s and 3600s
                    callers: [{name: "a\\nb"}]                                  | callers[0].name: holds a control character
                    callers: [{name: " "}]                                      | callers[0].name: is empty
                    callers: [{name: "system:admin"}]                           | callers[0].name: begins with 'system:'
                    callers: [{name: a, groups: [b, "system:masters"]}]         | callers[0].groups[1]: begins with 'system:'
                    callers: [{name: a, extra: {k: ["a\\rb"]}}]                 | callers[0].extra.k[0]: holds a control character
                    callers: [{name: "a "}]                                     | callers[0].name: has spaces around it
                    callers: [{name: a, uid: " 1"}]                             | callers[0].uid: has spaces around it
                    callers: [{name: a, groups: [b, " c"]}]                     | callers[0].groups[1]: has spaces around it
                    callers: [{name: a, extra: {k: [v, ""]}}]                   | callers[0].extra.k[1]: is empty
                    callers: [{name: a, extra: {k: ["v "]}}]                    | callers[0].extra.k[0]: has spaces around it
                    callers: [{name: a, extra: {" k": [v]}}]                    | callers[0].extra: has spaces around it
                    callers: [{name: a, extra: {Team: [v], team: [w]}}]         | callers[0].extra.team: is there in another case as well
                    callers: [{name: a, groups: ["\\uD800"]}]                   | callers[0].groups[0]: is no valid text
                    private: {address: "8081"}                                  | private.address: '8081' is no address
                    private: {address: "127.0.0.1:70000"}                       | private.address: port 70000 is not between
                    parking: {wait: 5}                                          | parking.wait: must be text
                    parking: {wait: "5"}                                        | parking.wait: '5' is no duration
                    parking: {wait: 2h}                                         | parking.wait: must be between 0s and 60s
                    tunnel: {streamWindow: 256k}                                | tunnel.streamWindow: '256k' is no size
                    tunnel: {maxFrame: 1Mi}                                     | tunnel.maxFrame: must be between
                    tunnel: {keepalive: 10ms}                                   | tunnel.keepalive: must be between 1s and 60s
                    tunnel: {maxCarriersPerSession: 0}                          | tunnel.maxCarriersPerSession: must be between 1 and 64
                    tunnel: {maxCarriersPerSession: 1.5}                        | tunnel.maxCarriersPerSession: must be a whole number
                    allowSystemIdentities: "yes"                                | allowSystemIdentities: must be true or false
                    """)
    void aMistakeIsNamedByItsPath(String yaml, String message) {
        assertThatThrownBy(() -> load(TLS + yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(file() + ": " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public: {}", "public: {tls: {certificate: c.pem}}", ""})
    void tlsIsNotOptional(String yaml) {
        assertThatThrownBy(() -> load(yaml)).hasMessageMatching(".*: public\\.tls\\.(certificate|key): is missing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example/",
                "a.example",
                "*",
                "https://A.example",
                "https://a.example/x",
                "ftp://a.example",
                "null"
            })
    void anOriginIsWhatBrowsersSend(String origin) {
        assertThatThrownBy(() -> load("public: {corsOrigins: ['" + origin + "'], tls: {certificate: c, key: k}}"))
                .hasMessageContaining("public.corsOrigins[0]: '" + origin + "' is no origin");
    }

    @Test
    void aDomainMustBeADnsName() {
        assertThatThrownBy(() -> load("public: {domain: 'a_b.example', tls: {certificate: c, key: k}}"))
                .hasMessageContaining("public.domain: 'a_b.example' is no DNS name");
    }

    @Test
    void theGatewaysOwnHostMustBeADnsNameAndNoClusters() {
        String tls = "tls: {certificate: c, key: k}, domain: example.com";
        assertThatThrownBy(() -> load("public: {" + tls + ", hosts: [a.example.com, 'b:1']}"))
                .hasMessageContaining("public.hosts[1]: 'b:1' is no DNS name");
        assertThatThrownBy(
                        () -> load("public: {" + tls + ", hosts: [b.example.com]}\nclusters: [{name: a}, {name: b}]"))
                .hasMessageContaining(
                        "clusters[1].name: 'b' would have the host b.example.com, which is among public.hosts");
    }

    @Test
    void oneTokenCannotStandForTwo() {
        String yaml = TLS + "clusters: [{name: a, agentTokens: [{sha256: " + HASH_A + "}]}]\n"
                + "callers: [{name: b, tokens: [{sha256: " + HASH_B + "}, {sha256: " + HASH_A + "}]}]";

        assertThatThrownBy(() -> load(yaml))
                .hasMessageEndingWith(
                        "callers[0].tokens[1].sha256: is the same token as clusters[0].agentTokens[0].sha256");
    }

    @Test
    void systemIdentitiesAreAllowedByTheirSetting() {
        GatewayConfig config =
                load(TLS + "allowSystemIdentities: true\ncallers: [{name: a, groups: ['system:masters']}]");

        assertThat(config.callers().get(0).groups()).containsExactly("system:masters");
    }

    @Test
    void aKeyThereTwiceIsRefused() {
        assertThatThrownBy(() -> load(TLS + "clusters: []\nclusters: []"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("clusters");
    }

    @Test
    void whatIsNoYamlIsNamedByItsLineAndNotQuoted() {
        assertThatThrownBy(() -> load(TLS + "clusters: [\n  secret: {{{"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> ConfigFile.load(directory.resolve("none.yaml")))
                .hasMessage(directory.resolve("none.yaml") + ": there is no such file");
    }

    @Test
    void hashesAreNotShown() {
        GatewayConfig config = load(TLS + "clusters: [{name: a, agentTokens: [{sha256: " + HASH_A + "}]}]");

        assertThat(config.toString()).doesNotContain(HASH_A).contains("sha256=…");
    }

    private Path file() {
        return directory.resolve("gateway.yaml");
    }

    private GatewayConfig load(String yaml) {
        try {
            Files.writeString(file(), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ConfigFile.load(file());
    }
}
