package dev.culvert.system.admin;

import static dev.culvert.system.admin.AdministeredGateway.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.culvert.clusters.EmbeddedCluster;
import dev.culvert.system.rig.Command;
import dev.culvert.system.rig.Daemon;
import dev.culvert.system.rig.Outcome;
import dev.culvert.system.rig.Repository;
import dev.culvert.system.rig.Scratch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes only, started as an operator would: gateway, agent, and {@code culvert}. */
@Tag("slow")
final class CommandLineIT {
    private static final List<String> SECRETS = new ArrayList<>();

    private static EmbeddedCluster cluster;
    private static AdministeredGateway gateway;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start();
        gateway = AdministeredGateway.start("administered");
        SECRETS.add(read(gateway.file("caller-admin.token")));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void anApplicationComesToItsClusterAndLosesItAgain() throws IOException {
        assertThat(culvert("cluster", "create", "edge", "-l", "env=prod")
                        .orFail()
                        .out())
                .contains("edge", "env=prod");
        Path agentToken = gateway.file("edge.token");
        culvert("agent-token", "issue", "--cluster", "edge", "--secret-file", agentToken.toString())
                .orFail();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(agentToken)))
                .isEqualTo("rw-------");
        SECRETS.add(read(agentToken));
        culvert("caller", "create", "rails", "--group", "apps").orFail();
        Outcome issued = culvert("token", "issue", "--caller", "rails", "--expires-in", "90d")
                .orFail();
        String rails = issued.out().strip();
        SECRETS.add(rails);
        assertThat(rails).matches("cvc_[A-Za-z0-9_-]{43}");
        culvert("rule", "add", "rails", "--user", "rails", "-l", "env=prod", "--mode", "agent", "--read-only")
                .orFail();

        try (Daemon agent = agent(agentToken)) {
            assertThat(agent.alive()).isTrue();
            assertThat(namespaces(rails)).isEqualTo("200");
            assertThat(culvert("cluster", "list").orFail().out()).containsPattern("edge +true +- +cluster-proxy/");
            assertThat(gateway.as(rails, "whoami").orFail().out()).contains("user: rails", "- apps", "- edge");

            Outcome may = culvert("can-i", "GET", "/api/v1/pods", "--cluster", "edge", "--user", "rails")
                    .orFail();
            assertThat(may.out()).isEqualTo("yes: rule \"rails\" gives the cluster, mode agent\n");
            Outcome mayNot = gateway.as(rails, "can-i", "DELETE", "/api/v1/pods", "--cluster", "edge");
            assertThat(mayNot.exit()).isEqualTo(3);
            assertThat(mayNot.out()).startsWith("no: ").endsWith("it is read-only\n");

            String token = issued.err().strip().replaceAll("^callertokens/| issued$", "");
            assertThat(culvert("token", "list", "-o", "name").orFail().out()).contains("callertokens/" + token + "\n");
            culvert("token", "revoke", token).orFail();
            assertThat(namespaces(rails)).isEqualTo("401");
            assertSecretsAreNowhere();
        }
    }

    @Test
    void whoHasALinkInstallsAnAgentOnceAndIsSeenInNoLog() throws IOException {
        culvert("cluster", "create", "site").orFail();
        Outcome issued = culvert("install-link", "issue", "--cluster", "site", "--expires-in", "15m")
                .orFail();
        String url = issued.out().strip();
        assertThat(url).matches(gateway.url() + "/install/site\\.yaml\\?token=cvi_[A-Za-z0-9_-]{43}");
        SECRETS.add(url.substring(url.indexOf("cvi_")));
        assertThat(culvert("install-link", "list").orFail().out()).containsPattern("site-\\w+ +site +1 +20");

        Outcome manifest = curl(url);
        assertThat(manifest.out()).contains("kind: Deployment", "CULVERT_GATEWAY", gateway.url());
        Path token = gateway.file("site.token");
        Files.writeString(token, tokenIn(manifest.out()));
        SECRETS.add(read(token));
        try (Daemon agent = agent(token)) {
            assertThat(agent.alive()).isTrue();
            assertThat(culvert("cluster", "list").orFail().out()).containsPattern("site +true");
        }
        assertThat(curl(url).out()).contains("\"reason\":\"Unauthorized\"").doesNotContain("site");
        assertThat(culvert("install-link", "list", "-o", "name").orFail().out()).doesNotContain("site");

        String several = gateway.url() + ",https://other.test:443";
        String printed = culvert(
                        "cluster",
                        "manifest",
                        "site",
                        "--namespace",
                        "agents",
                        "--mode",
                        "impersonate",
                        "--gateway",
                        several)
                .orFail()
                .out();
        SECRETS.add(tokenIn(printed));
        assertThat(printed).contains("namespace: agents", "culvert:agents:impersonator", several);
        assertThat(culvert("agent-token", "list").orFail().out()).contains("made by install link site-");
        assertFails(culvert("cluster", "manifest", "none"), "there is no Cluster \"none\" in the store");
        assertSecretsAreNowhere();
    }

    @Test
    void rulesOfAFileAreShownBeforeTheyAreApplied() throws IOException {
        Path rules = Files.writeString(gateway.file("rules.yaml"), """
                kind: AccessRuleList
                items:
                  - metadata: {name: platform}
                    spec:
                      subjects: [{kind: Group, name: platform}]
                      clusters: ["*"]
                      mode: impersonate
                """);
        culvert("rule", "add", "old", "--group", "x", "--cluster", "*", "--mode", "agent")
                .orFail();

        Outcome would =
                culvert("rule", "apply", "-f", rules.toString(), "--dry-run").orFail();
        assertThat(would.out()).contains("+ platform\n", "- old\n");
        assertThat(culvert("rule", "list", "-o", "name").orFail().out()).contains("accessrules/old");
        culvert("rule", "apply", "-f", rules.toString()).orFail();
        assertThat(culvert("rule", "list", "-o", "name").orFail().out())
                .contains("accessrules/platform")
                .doesNotContain("accessrules/old");
        assertThat(culvert("rule", "apply", "-f", rules.toString()).orFail().out())
                .isEqualTo("nothing changes\n");
        assertThat(culvert("rule", "show", "platform", "-o", "yaml").orFail().out())
                .contains("mode: impersonate");
    }

    @Test
    void aFailureSaysWhyAndIsNoSuccess() {
        assertFails(culvert("cluster", "show", "none"), "clusters \"none\" not found");
        assertFails(culvert("cluster", "create", "Bad_Name"), "is no cluster name");
        assertFails(culvert("cluster", "delete", "none"), "not found");
        assertFails(
                culvert("rule", "apply", "-f", "/nonexistent"),
                "cannot read the rules: /nonexistent: there is no such file");
        assertFails(gateway.as("cvc_wrong", "whoami"), "the token is not valid");
        Outcome nobody = gateway.cli()
                .env("CULVERT_SERVER", gateway.url())
                .with("whoami")
                .run();
        assertFails(nobody, "no token: give --token-file");
        assertFails(culvert("whoami", "--server", "https://localhost:1"), "cannot connect to https://localhost:1");
        assertFails(culvert("whoami", "--server", "http://localhost"), "is no gateway");
        Outcome untrusted = gateway.cli()
                .env("CULVERT_SERVER", gateway.url())
                .env("CULVERT_TOKEN", "x")
                .with("whoami")
                .run();
        assertFails(untrusted, "cannot trust " + gateway.url());
        assertThat(culvert("cluster", "create").exit()).isEqualTo(2);
        assertThat(gateway.cli().with("completion").run().orFail().out()).contains("complete -F", "agent-token");
    }

    @Test
    void aLostAdministratorIsMadeAnewOnTheGatewaysMachine() {
        Path token = gateway.file("spare.token");
        Command.of(Daemon.java(), "-jar", Repository.jar("gateway").toString(), "admin-token")
                .with("--config", gateway.file("gateway.yaml").toString(), "--caller", "spare")
                .with("--token-file", token.toString())
                .run()
                .orFail();
        SECRETS.add(read(token));

        // The gateway that runs sees it when it looks the next time.
        await().until(() -> gateway.as(read(token), "cluster", "list").exit() == 0);
    }

    private static void assertFails(Outcome outcome, String text) {
        assertThat(outcome.exit()).as(outcome.toString()).isEqualTo(1);
        assertThat(outcome.err()).contains(text).doesNotContain("Exception", "\tat ");
        assertThat(outcome.out()).isEmpty();
    }

    private static void assertSecretsAreNowhere() throws IOException {
        assertThat(gateway.log()).doesNotContain(SECRETS);
        try (Stream<Path> files = Files.list(gateway.file("."))) {
            for (Path file :
                    files.filter(one -> one.toString().contains("culvert.db")).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(SECRETS);
            }
        }
        ProcessHandle.allProcesses()
                .forEach(process -> process.info().commandLine().ifPresent(line -> assertThat(line)
                        .doesNotContain(SECRETS)));
    }

    private static Daemon agent(Path token) {
        return gateway.agent(token, cluster.kubeconfig());
    }

    /** As a person without a credential of the gateway's would fetch it; the address in a file, and not in the list of processes. */
    private static Outcome curl(String url) throws IOException {
        Path config = Scratch.file("url");
        Files.writeString(config, "url = \"" + url + "\"\n");
        return Command.of("curl", "-s", "-K", config.toString())
                .with("--cacert", gateway.authority().toString())
                .run()
                .orFail();
    }

    private static String tokenIn(String manifest) {
        Matcher token = Pattern.compile("(?m)^  token: \"?([A-Za-z0-9+/=]+)").matcher(manifest);
        assertThat(token.find()).isTrue();
        return new String(Base64.getDecoder().decode(token.group(1)), StandardCharsets.UTF_8);
    }

    /** The HTTP code. */
    private static String namespaces(String token) throws IOException {
        Path headers = Scratch.file("header");
        Files.writeString(headers, "Authorization: Bearer " + token + "\n");
        return Command.of("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "@" + headers)
                .with("--cacert", gateway.authority().toString(), gateway.url() + "/clusters/edge/api/v1/namespaces")
                .run()
                .orFail()
                .out();
    }

    private static Outcome culvert(String... arguments) {
        return gateway.culvert(arguments);
    }
}
