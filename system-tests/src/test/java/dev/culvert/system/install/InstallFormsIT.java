package dev.culvert.system.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Scratch;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code gateway manifest}, the chart and the Kustomize base make the same objects. No cluster is needed. */
final class InstallFormsIT {
    private static final String GATEWAY = "https://gateway.example.com:8443";
    private static final List<String> SEVERAL =
            List.of("https://gateway-1.example.com:8443", "https://gateway-2.example.com", "https://[fd00::1]:9443");

    private static Path home;
    private static Path authority;
    private static Path token;

    @BeforeAll
    static void files() throws IOException {
        home = Scratch.directory("install-forms");
        authority = Files.writeString(
                home.resolve("ca.crt"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        token = Files.writeString(home.resolve("token"), "cva_0123456789\n");
    }

    @Test
    void kustomizeSaysWhatTheManifestSays() throws IOException {
        Path copy = copy(Repository.root().resolve("deploy/kustomize"), home.resolve("kustomize"));
        Files.copy(authority, copy.resolve("example/ca.crt"));
        Files.copy(token, copy.resolve("example/token"));

        assertThat(kustomize(copy)).isEqualTo(manifest("--ca-file", authority.toString()));

        edit(copy, "# - ../impersonate", "- ../impersonate");
        uncomment(copy, """
                - target:
                    kind: PodDisruptionBudget
                  patch: |-
                    - op: replace
                      path: /apiVersion
                      value: policy/v1beta1
                """);
        assertThat(kustomize(copy))
                .isEqualTo(manifest(
                        "--ca-file",
                        authority.toString(),
                        "--mode",
                        "agent,impersonate",
                        "--policy-version",
                        "v1beta1"));
    }

    @Test
    void theChartSaysWhatTheManifestSays() {
        String ca = "gateway.ca=" + authority;
        sameInTheChart(List.of("--ca-file", authority.toString()), List.of("--set-file", ca));
        sameInTheChart(
                List.of("--mode", "impersonate", "--policy-version", "v1beta1", "--replicas", "3"),
                List.of("--set", "mode.agent=false,mode.impersonate=true,policyVersion=v1beta1,replicas=3"));
        sameInTheChart(
                List.of(
                        "--mode",
                        "agent,impersonate",
                        "--cluster-role",
                        "edit",
                        "--priority-class",
                        "urgent",
                        "--impersonate-user",
                        "alice",
                        "--impersonate-user",
                        "yes",
                        "--impersonate-group",
                        "devs",
                        "--impersonate-extra",
                        "example.com/team",
                        "--image",
                        "registry.example.com/agent:7"),
                List.of(
                        "--set",
                        "mode.impersonate=true,clusterRole=edit,priorityClassName=urgent",
                        "--set-string",
                        "impersonate.users={alice,yes},impersonate.groups={devs}",
                        "--set-string",
                        "impersonate.extraKeys={example.com/team}",
                        "--set-string",
                        "image.repository=registry.example.com/agent,image.tag=7"));
    }

    @Test
    void severalGatewaysAreSaidTheSameWayByAll() throws IOException {
        Map<String, JsonNode> expected = manifestFor(
                SEVERAL.get(0) + "," + SEVERAL.get(1), "--gateway", SEVERAL.get(2), "--ca-file", authority.toString());
        Path copy = copy(Repository.root().resolve("deploy/kustomize"), home.resolve("several"));
        Files.copy(authority, copy.resolve("example/ca.crt"));
        Files.copy(token, copy.resolve("example/token"));
        edit(copy, "value: " + GATEWAY, "value: " + SEVERAL.get(0) + "," + SEVERAL.get(1) + ":443," + SEVERAL.get(2));
        uncomment(copy, """
                - target:
                    kind: NetworkPolicy
                  patch: |-
                    - op: add
                      path: /spec/egress/1/ports/-
                      value: {protocol: TCP, port: 9443}
                """);
        assertThat(kustomize(copy)).isEqualTo(expected);

        expected.keySet().removeIf(name -> name.startsWith("Namespace/"));
        List<String> values = List.of(
                "--set",
                "gateway.url=,gateway.urls={" + String.join(",", SEVERAL) + "}",
                "--set-file",
                "gateway.ca=" + authority);
        assertThat(Objects.of(run(chart(values)).run().orFail().out())).isEqualTo(expected);
    }

    @Test
    void theChartKnowsAProxyToo() throws IOException {
        Path proxy = Files.writeString(home.resolve("proxy"), "http://me:secret@proxy.example.com:3128\n");
        sameInTheChart(
                List.of("--proxy-file", proxy.toString()),
                List.of("--set-string", "proxy=http://me:secret@proxy.example.com:3128"));
    }

    @Test
    void theChartRefusesWhatItCannotInstall() {
        for (String wrong : List.of("gateway.url=http://g", "gateway.url=https://g/path", "cluster=")) {
            List<String> line = chart(List.of("--set", wrong));
            assertThat(run(line).run().exit()).as(wrong).isNotZero();
        }
        assertThat(run(chart(List.of("--set", "gateway.urls={https://a}")))
                        .run()
                        .err())
                .contains("give one of the two");
        assertThat(run(chart(List.of("--set", "gateway.url=,gateway.urls={https://a,https://A:443}")))
                        .run()
                        .err())
                .contains("gateway.urls names https://A:443 twice");
        assertThat(run(chart(List.of("--set", "gateway.url="))).run().err()).contains("gateway.url is needed");
        assertThat(run(chart(List.of("--set", "mode.agent=false"))).run().err()).contains("mode.agent");
        assertThat(run(chart(List.of("--set-file", "token=/dev/null"))).run().err())
                .contains("token is needed");
    }

    private static void sameInTheChart(List<String> options, List<String> values) {
        Map<String, JsonNode> expected = manifest(options.toArray(String[]::new));
        // The namespace of a release is Helm's: --create-namespace.
        expected.keySet().removeIf(name -> name.startsWith("Namespace/"));
        assertThat(Objects.of(run(chart(values)).run().orFail().out())).isEqualTo(expected);
    }

    private static List<String> chart(List<String> values) {
        List<String> line = new ArrayList<>(List.of(
                helm(),
                "template",
                "agent",
                Repository.root().resolve("charts/cluster-proxy").toString(),
                "--namespace",
                "culvert-system",
                "--api-versions",
                "policy/v1/PodDisruptionBudget",
                "--set",
                "cluster=edge-1,gateway.url=" + GATEWAY,
                "--set-file",
                "token=" + token));
        line.addAll(values);
        return line;
    }

    private static Map<String, JsonNode> manifest(String... options) {
        return manifestFor(GATEWAY, options);
    }

    private static Map<String, JsonNode> manifestFor(String gateway, String... options) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Objects.of(Command.of(java, "-jar", Repository.jar("gateway").toString(), "manifest")
                .with("--cluster", "edge-1", "--gateway", gateway, "--token-file", token.toString())
                .with(options)
                .run()
                .orFail()
                .out());
    }

    private static Map<String, JsonNode> kustomize(Path copy) {
        return Objects.of(Command.of("kubectl", "kustomize")
                .with(copy.resolve("example").toString())
                .run()
                .orFail()
                .out());
    }

    private static Command run(List<String> line) {
        return Command.of(line.toArray(String[]::new)).env("HELM_CACHE_HOME", home.toString());
    }

    /** The one on PATH, or one that the client matrix has built. */
    private static String helm() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(directory, "helm"))) {
                return Path.of(directory, "helm").toString();
            }
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path cache = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        Path clients = cache.resolve("culvert-clients");
        if (Files.isDirectory(clients)) {
            try (Stream<Path> installed = Files.list(clients)) {
                List<Path> found = installed
                        .filter(client -> Files.exists(client.resolve("installed")))
                        .map(client -> client.resolve("helm"))
                        .filter(Files::isExecutable)
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found.get(found.size() - 1).toString();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        String reason = "no helm on PATH, and none that scripts/test --clients has built";
        System.out.println("SKIPPED the chart's comparison: " + reason);
        return abort(reason);
    }

    private static void uncomment(Path copy, String lines) throws IOException {
        edit(copy, lines.replaceAll("(?m)^(?=.)", "  # "), lines.replaceAll("(?m)^(?=.)", "  "));
    }

    private static void edit(Path copy, String from, String to) throws IOException {
        Path file = copy.resolve("example/kustomization.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }
}
