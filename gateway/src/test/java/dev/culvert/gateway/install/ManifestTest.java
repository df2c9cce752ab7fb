package dev.culvert.gateway.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.culvert.gateway.install.ManifestParameters.PolicyVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    private static final Rights VIEW = new Rights(Optional.of("view"), Optional.empty());
    private static final Rights IMPERSONATE =
            new Rights(Optional.empty(), Optional.of(new Rights.Impersonation(List.of(), List.of(), List.of())));

    @Test
    void yamlSaysWhatTheObjectsSay() throws IOException {
        ManifestParameters parameters = with("gateway.example.com", "cva_1", VIEW);
        List<JsonNode> read = read(Manifest.yaml(parameters));
        List<JsonNode> objects = Manifest.objects(parameters).stream()
                .<JsonNode>map(new ObjectMapper()::valueToTree)
                .toList();
        // The reader makes a number that fits an int one, the writer has it as it was made.
        assertThat(read.toString()).isEqualTo(objects.toString());
        assertThat(read)
                .extracting(object -> object.path("kind").asText())
                .containsExactly(
                        "Namespace",
                        "ServiceAccount",
                        "Secret",
                        "ClusterRoleBinding",
                        "Deployment",
                        "NetworkPolicy",
                        "PodDisruptionBudget");
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "0x1F", "1e3", "~", "{a:b}", "a\":\"b", "a'#b", "-----", "|", "*x", "!!x", "&a"})
    void noTokenIsTakenForAnythingElse(String token) throws IOException {
        JsonNode secret = read(Manifest.yaml(with("g", token, VIEW))).get(2);
        assertThat(new String(secret.path("data").path("token").binaryValue(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(token);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "null", "1.0", "a: b", "x # y", "- x", "\"q\"", "{}", "système:équipe"})
    void namesOfGroupsComeThroughAsTheyAre(String group) throws IOException {
        Rights rights = new Rights(
                Optional.empty(),
                Optional.of(new Rights.Impersonation(List.of("on"), List.of(group), List.of("example.com/team"))));
        JsonNode rules = read(Manifest.yaml(with("g", "t", rights))).get(3).path("rules");
        assertThat(rules.get(0).path("resourceNames").get(0).textValue()).isEqualTo("on");
        assertThat(rules.get(1).path("resourceNames").get(0).textValue()).isEqualTo(group);
    }

    @Test
    void impersonationIsAllThatModeImpersonateGives() {
        List<JsonNode> objects = tree(with("g", "t", IMPERSONATE));
        assertThat(objects)
                .filteredOn(object -> object.path("kind").asText().startsWith("ClusterRole"))
                .extracting(object -> object.path("metadata").path("name").asText())
                .containsOnly("culvert:culvert-system:impersonator");
        assertThat(objects.get(3).path("rules").toString().replace('"', '\''))
                .isEqualTo("[{'apiGroups':[''],'resources':['users'],'verbs':['impersonate']},"
                        + "{'apiGroups':[''],'resources':['groups'],'verbs':['impersonate']},"
                        + "{'apiGroups':[''],'resources':['serviceaccounts'],'verbs':['impersonate']},"
                        + "{'apiGroups':['authentication.k8s.io'],'resources':['uids'],'verbs':['impersonate']},"
                        + "{'apiGroups':['authorization.k8s.io'],'resources':['subjectaccessreviews'],"
                        + "'verbs':['create']}]");
    }

    @Test
    void namedUsersLeaveServiceAccountsOut() {
        Rights rights = new Rights(
                Optional.empty(),
                Optional.of(new Rights.Impersonation(List.of("alice"), List.of("devs"), List.of("a.b/c", "d"))));
        String rules = tree(with("g", "t", rights)).get(3).path("rules").toString();
        assertThat(rules)
                .contains("\"resourceNames\":[\"alice\"]", "\"resourceNames\":[\"devs\"]")
                .contains("[\"userextras/a.b/c\",\"userextras/d\"]")
                .doesNotContain("serviceaccounts", "*");
    }

    @Test
    void egressHasThePortOfTheGatewayOrOfItsProxy() {
        assertThat(egress(gateways("https://g:8443"), Optional.empty())).containsExactly(443, 6443, 8443);
        assertThat(egress(gateways("https://g"), Optional.empty())).containsExactly(443, 6443);
        assertThat(egress(gateways("https://g:8443"), Optional.of("http://u:p@proxy:3128")))
                .containsExactly(443, 6443, 3128);
        assertThat(egress(gateways("https://g:8443"), Optional.of("http://proxy")))
                .containsExactly(443, 6443, 80);
    }

    @Test
    void theAgentIsToldOfAllGatewaysAndReachesTheirPorts() {
        Gateways three = gateways("https://a:8443", "https://b", "https://[fd00::1]:9443");
        assertThat(Manifest.yaml(full(three, "t", Optional.empty(), VIEW)))
                .contains("https://a:8443,https://b:443,https://[fd00::1]:9443");
        assertThat(egress(three, Optional.empty())).containsExactly(443, 6443, 8443, 9443);
        assertThat(egress(three, Optional.of("http://proxy:3128"))).containsExactly(443, 6443, 3128);
    }

    @Test
    void aGatewayIsNamedOnceAndThereAreNotTooMany() {
        assertThatThrownBy(() -> gateways("https://a", "https://b", "https://A:443"))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessage("the gateway https://A:443 is named twice");
        assertThatThrownBy(() -> Gateways.of(List.of())).isInstanceOf(InvalidManifestException.class);
        assertThatThrownBy(() -> Gateways.of(
                        IntStream.range(0, 17).mapToObj(i -> "https://g" + i).toList()))
                .hasMessage("there can be 1 to 16 gateways, not 17");
    }

    @Test
    void aProxyWithItsPasswordIsInTheSecretAlone() {
        ManifestParameters parameters =
                full(gateways("https://g"), "t", Optional.of("http://me:pass-word@proxy:3128"), VIEW);
        assertThat(Manifest.yaml(parameters)).doesNotContain("pass-word");
        assertThat(parameters.toString()).doesNotContain("pass-word");
        assertThat(tree(parameters).get(2).path("data").has("https-proxy")).isTrue();
    }

    @Test
    void withoutAuthoritiesTheAgentIsToldOfNone() {
        ManifestParameters parameters = new ManifestParameters(
                "edge-1",
                "culvert-system",
                "agent:1",
                gateways("https://g"),
                "t",
                Optional.empty(),
                Optional.empty(),
                VIEW,
                2,
                Optional.empty(),
                PolicyVersion.V1BETA1);
        assertThat(Manifest.yaml(parameters))
                .doesNotContain("CULVERT_CA_FILE", "ca.crt", "priorityClassName")
                .contains("apiVersion: policy/v1beta1");
    }

    @Test
    void secretsAreNotInTheTextOfParameters() {
        assertThat(with("g", "cva_secret", VIEW).toString()).doesNotContain("cva_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\nb", "ü"})
    void aTokenThatNoHeaderCanCarryIsRefused(String token) {
        assertThatThrownBy(() -> with("g", token, VIEW))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageStartingWith("the token must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://g",
                "https://",
                "https://u:secret@g",
                "https://g/path",
                "https://g?x",
                "https://g:0",
                "g",
                "https://a b"
            })
    void anAddressThatIsNoneIsRefused(String url) {
        assertThatThrownBy(() -> GatewayAddress.of(url))
                .isInstanceOf(InvalidManifestException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aPrivateKeyAmongTheAuthoritiesIsRefused() {
        assertThatThrownBy(() -> new ManifestParameters(
                        "edge-1",
                        "culvert-system",
                        "agent:1",
                        gateways("https://g"),
                        "t",
                        Optional.of(PEM + "-----BEGIN PRIVATE KEY-----\n"),
                        Optional.empty(),
                        VIEW,
                        2,
                        Optional.empty(),
                        PolicyVersion.V1))
                .hasMessageContaining("private key");
    }

    @Test
    void anAddressOfVersionSixKeepsItsBrackets() {
        assertThat(GatewayAddress.of("https://[fd00::1]:8443").url()).isEqualTo("https://[fd00::1]:8443");
    }

    private static Gateways gateways(String... urls) {
        return Gateways.of(List.of(urls));
    }

    private static List<Integer> egress(Gateways gateways, Optional<String> proxy) {
        List<Integer> ports = new ArrayList<>();
        tree(full(gateways, "t", proxy, VIEW))
                .get(5)
                .path("spec")
                .path("egress")
                .get(1)
                .path("ports")
                .forEach(port -> ports.add(port.path("port").asInt()));
        return ports;
    }

    private static ManifestParameters with(String host, String token, Rights rights) {
        return full(new Gateways(List.of(new GatewayAddress(host, 8443))), token, Optional.empty(), rights);
    }

    private static ManifestParameters full(Gateways gateways, String token, Optional<String> proxy, Rights rights) {
        return new ManifestParameters(
                "edge-1",
                "culvert-system",
                "agent:1",
                gateways,
                token,
                Optional.of(PEM),
                proxy,
                rights,
                2,
                Optional.of("urgent"),
                PolicyVersion.V1);
    }

    private static List<JsonNode> tree(ManifestParameters parameters) {
        try {
            return read(Manifest.yaml(parameters));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonNode> read(String yaml) throws IOException {
        try (MappingIterator<JsonNode> documents =
                new YAMLMapper().readerFor(JsonNode.class).readValues(yaml)) {
            return documents.readAll();
        }
    }
}
