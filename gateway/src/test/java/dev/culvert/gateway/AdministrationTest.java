package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.gateway.AdminClient.Answer;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.tunnel.exchange.Exchange;
import dev.culvert.tunnel.exchange.Header;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A gateway that init made, and that is administered over HTTPS: with the effect on agents and callers. */
@Timeout(120)
@NullUnmarked
class AdministrationTest {
    private final Vertx vertx = Vertx.vertx();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> secrets = new ArrayList<>();

    @TempDir
    private Path parent;

    private Path directory;
    private Gateway gateway;
    private AdminClient admin;

    @BeforeEach
    void start() throws IOException {
        directory = parent.resolve("gateway");
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(List.of("localhost"), "filed", "root", false, anyPort, anyPort, "clusters.test")
                .write(directory, false, InstantSource.system());
        Path yaml = directory.resolve("gateway.yaml");
        Files.writeString(yaml, Files.readString(yaml) + "shutdownGrace: 0s\nparking: {wait: 1s}\n");
        gateway = new Gateway(ConfigFile.load(yaml));
        gateway.start().await();
        admin = new AdminClient(
                ca(),
                gateway.publicPort(),
                Files.readString(directory.resolve("caller-root.token")).strip());
    }

    @AfterEach
    void stop() {
        gateway.stop().await();
        vertx.close().await();
    }

    @Test
    void aClusterIsUsedByWhomARuleGivesItAndByNobodyElse() {
        AdminClient rails = caller("rails", "");
        AdminClient other = caller("other", "");
        TestAgent agent = agent("north", agentToken("north"));
        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(403);

        made(admin.send("POST", "accessrules", """
                {'metadata': {'name': 'rails'}, 'spec': {'subjects': [{'kind': 'User', 'name': 'rails'}],
                 'clusterSelector': 'env=prod', 'mode': 'impersonate', 'actAs': {'user': 'app', 'groups': ['apps']}}}"""));

        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(403);
        assertThat(admin.send("PATCH", "clusters/north", "{'metadata': {'labels': {'env': 'prod'}}}")
                        .status())
                .isEqualTo(200);
        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(200);
        assertThat(other.get("/clusters/north/version").status()).isEqualTo(403);
        assertThat(agent.requests).singleElement().satisfies(head -> assertThat(head.headers())
                .contains(new Header("Impersonate-User", "app"), new Header("Impersonate-Group", "apps")));
        JsonNode cluster = admin.get("clusters/north").body();
        assertThat(cluster.at("/status/connected").asBoolean()).isTrue();
        assertThat(cluster.at("/status/agents/0/software").asText()).isEqualTo("agent/test");
        assertThat(rails.get("selfsubject/clusters")
                        .body()
                        .at("/items/0/metadata/name")
                        .asText())
                .isEqualTo("north");
        assertThat(other.get("selfsubject/clusters").body().path("items")).isEmpty();
    }

    @Test
    void aRevokedTokenEndsWhatRunsWithItAndNothingElse() throws IOException {
        AdminClient rails = caller("rails", "");
        String railsToken = nameOfToken("rails");
        AdminClient second = token("rails", "");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        TestAgent agent = agent("north", agentToken("north"));
        InputStream watch = watch(rails, agent);
        InputStream others = watch(second, agent);

        assertThat(admin.send("DELETE", "callertokens/" + railsToken, null).status())
                .isEqualTo(200);

        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(401);
        assertThatThrownBy(watch::readAllBytes).isInstanceOf(IOException.class);
        Exchange open = agent.open.get(1);
        open.context().runOnContext(go -> open.out().write(Buffer.buffer("more")));
        assertThat(new String(others.readNBytes(4), StandardCharsets.UTF_8)).isEqualTo("more");
    }

    @Test
    void anExpiredTokenEndsWhatRunsWithIt() {
        String soon =
                Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS).toString();
        AdminClient rails = caller("rails", ", 'expires': '" + soon + "'");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        TestAgent agent = agent("north", agentToken("north"));
        InputStream watch = watch(rails, agent);

        assertThatThrownBy(watch::readAllBytes).isInstanceOf(IOException.class);
        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(401);
    }

    @Test
    void aRemovedRuleEndsWhatItGave() {
        AdminClient rails = caller("rails", "");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        TestAgent agent = agent("north", agentToken("north"));
        InputStream watch = watch(rails, agent);

        assertThat(admin.send("DELETE", "accessrules/rails", null).status()).isEqualTo(200);

        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(403);
        assertThatThrownBy(watch::readAllBytes).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"revoke", "disable", "delete"})
    void anAgentThatIsNoLongerLetInIsGoneAtOnce(String how) {
        AdminClient rails = caller("rails", "");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        String secret = agentToken("north");
        String name = admin.get("agenttokens").body().at("/items").findValuesAsText("name").stream()
                .filter(one -> one.startsWith("north-"))
                .findFirst()
                .orElseThrow();
        TestAgent agent = agent("north", secret);
        InputStream watch = watch(rails, agent);

        Answer answer =
                switch (how) {
                    case "revoke" -> admin.send("DELETE", "agenttokens/" + name, null);
                    case "disable" -> admin.send("PATCH", "clusters/north", "{'spec': {'disabled': true}}");
                    default -> admin.send("DELETE", "clusters/north", null);
                };

        assertThat(answer.status()).isEqualTo(200);
        assertThat(agent.endpoint.closed().await().getMessage()).containsIgnoringCase("unauthorized");
        assertThatThrownBy(watch::readAllBytes).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> agent("north", secret)).hasMessageContaining("token is not valid");
        assertThat(rails.get("/clusters/north/version").status()).isEqualTo(how.equals("revoke") ? 503 : 403);
    }

    @Test
    void aTokenThatIsOnlyTriedHasNoSecretAndIsNotThere() {
        caller("rails", "");
        String before = admin.get("callertokens").body().path("items").toString();
        String rotate = "callertokens/" + nameOfToken("rails") + "/rotate?dryRun=All";

        Answer issued = admin.send("POST", "callertokens?dryRun=All", "{'spec': {'caller': 'rails'}}");
        Answer rotated = admin.send("POST", rotate, "{}");

        for (Answer tried : List.of(issued, rotated)) {
            assertThat(tried.status()).isEqualTo(201);
            assertThat(tried.body().at("/spec/caller").asText()).isEqualTo("rails");
            assertThat(tried.body().at("/status/token").isMissingNode()).isTrue();
        }
        assertThat(admin.get("callertokens").body().path("items").toString()).isEqualTo(before);
    }

    /** As a provider, or a certificate, may call somebody. */
    @ParameterizedTest
    @ValueSource(strings = {"https://login.example.com#jane", "Jane Doe", "a/b?c%20d", "zoë"})
    void aCallerMayHaveAnyName(String name) {
        AdminClient some = caller(name, "");
        String path =
                "callers/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");

        assertThat(admin.get(path).body().at("/metadata/name").asText()).isEqualTo(name);
        assertThat(some.get("selfsubject").body().at("/status/user").asText()).isEqualTo(name);
        assertThat(admin.send("PATCH", path, "{'spec': {'disabled': true}}").status())
                .isEqualTo(200);
        assertThat(some.get("selfsubject").status()).isEqualTo(401);
        assertThat(admin.send("DELETE", path, null).status()).isEqualTo(200);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void aTokenIsRotatedWithAnOverlap() {
        AdminClient rails = caller("rails", "");
        Answer rotated =
                admin.send("POST", "callertokens/" + nameOfToken("rails") + "/rotate", "{'spec': {'overlap': '2s'}}");
        AdminClient successor = admin.as(secretOf(rotated));

        assertThat(successor.get("selfsubject").status()).isEqualTo(200);
        assertThat(rails.get("selfsubject").status()).isEqualTo(200);
        await().until(() -> rails.get("selfsubject").status() == 401);
        assertThat(successor.get("selfsubject").status()).isEqualTo(200);
    }

    @Test
    void aTokenReachesOnlyTheClustersThatItIsLimitedTo() {
        AdminClient limited = caller("rails", ", 'clusters': ['south']");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        agent("north", agentToken("north"));

        assertThat(limited.get("/clusters/north/version").status()).isEqualTo(403);
        assertThat(token("rails", "").get("/clusters/north/version").status()).isEqualTo(200);
    }

    @Test
    void whoDoesNotAdministerSeesItselfAndNothingElse() {
        AdminClient rails = caller("rails", "");
        AdminClient limitedAdmin = token(
                "chief",
                ", 'clusters': ['north']",
                "{'metadata': {'name': 'chief'}, 'spec': {'groups': ['culvert:admins']}}");
        for (JsonNode path : List.of(admin.get("/openapi/culvert.json").body().path("paths"))) {
            path.fieldNames()
                    .forEachRemaining(name -> path.path(name).fieldNames().forEachRemaining(method -> {
                        if (!path.at("/" + name.replace("/", "~1") + "/" + method + "/description")
                                .asText()
                                .contains("every caller")) {
                            for (AdminClient one : List.of(rails, limitedAdmin)) {
                                Answer answer = one.send(
                                        method.toUpperCase(java.util.Locale.ROOT),
                                        name.replace("{name}", "rails"),
                                        "{}");
                                assertThat(answer.status())
                                        .as(method + " " + name)
                                        .isEqualTo(403);
                            }
                        }
                    }));
        }
        assertThat(rails.get("nothing").status()).isEqualTo(403);
        assertThat(admin.as("").get("clusters").status()).isEqualTo(401);
        assertThat(admin.as("x").get("selfsubject").status()).isEqualTo(401);
        JsonNode self = rails.get("selfsubject").body().path("status");
        assertThat(self.path("user").asText()).isEqualTo("rails");
        assertThat(self.path("administrator").asBoolean()).isFalse();
        assertThat(admin.get("callers/rails").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | clusters/none          |                                                    | 404 | NotFound
            GET    | nothing                |                                                    | 404 | NotFound
            DELETE | clusters               |                                                    | 405 | MethodNotAllowed
            POST   | clusters               | {'metadata': {'name': 'filed'}}                    | 403 | Forbidden
            DELETE | clusters/filed         |                                                    | 403 | Forbidden
            POST   | agenttokens            | {'spec': {'cluster': 'filed'}}                     | 403 | Forbidden
            POST   | agenttokens            | {'spec': {'cluster': 'none'}}                      | 422 | Invalid
            POST   | clusters               | {'metadata': {'name': 'Bad'}}                      | 422 | Invalid
            POST   | clusters               | {'metadata': {'name': 'a'}, 'spec': {'x': 1}}      | 422 | Invalid
            POST   | callers                | {'metadata': {'name': 'system:admin'}}             | 422 | Invalid
            POST   | callers                | {'metadata': {'name': '..'}}                       | 422 | Invalid
            POST   | callers                | {'metadata': {'name': ' jane'}}                    | 422 | Invalid
            POST   | accessrules            | {'metadata': {'name': 'a/b'}}                      | 422 | Invalid
            POST   | clusters               | {                                                  | 400 | BadRequest
            PUT    | accessrules?dryRun=yes | {'items': []}                                      | 400 | BadRequest
            GET    | clusters?labelSelector=a%20b |                                              | 400 | BadRequest
            """)
    void whatCannotBeDoneSaysWhy(String method, String path, String body, int code, String reason) {
        Answer answer = admin.send(method, path, body);

        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.body().path("kind").asText()).isEqualTo("Status");
        assertThat(answer.reason()).isEqualTo(reason);
    }

    @Test
    void ofTwoWhoChangeOneVersionOneIsTold() {
        cluster("north");
        String version = admin.get("clusters/north")
                .body()
                .at("/metadata/resourceVersion")
                .asText();
        String change = "{'metadata': {'resourceVersion': '" + version + "'}, 'spec': {'disabled': true}}";

        assertThat(admin.send("PUT", "clusters/north", change).status()).isEqualTo(200);
        assertThat(admin.send("PUT", "clusters/north", change.replace("true", "false"))
                        .reason())
                .isEqualTo("Conflict");
        assertThat(admin.send("POST", "clusters", "{'metadata': {'name': 'north'}}")
                        .reason())
                .isEqualTo("AlreadyExists");
    }

    @Test
    void aLargeOrForeignBodyIsRefused() {
        assertThat(admin.send("POST", "clusters", "x".repeat(2 << 20)).status()).isEqualTo(413);
        assertThat(admin.send("POST", "clusters", "a: b", "application/yaml").status())
                .isEqualTo(415);
    }

    @Test
    void rulesAreReplacedAsAWholeAndTheDifferenceIsShownBefore() {
        rule("old", "{'kind': 'User', 'name': 'a'}");
        rule("kept", "{'kind': 'User', 'name': 'b'}");
        String kept = admin.get("accessrules/kept").body().path("spec").toString();
        String rules = "{'kind': 'AccessRuleList', 'items': [{'metadata': {'name': 'kept'}, 'spec': " + kept
                + "}, {'metadata': {'name': 'new'}, 'spec': " + kept + "}]}";

        JsonNode would =
                admin.send("PUT", "accessrules?dryRun=All", rules).body().path("status");
        assertThat(would.at("/added/0/name").asText()).isEqualTo("new");
        assertThat(would.path("changed")).isEmpty();
        assertThat(would.at("/removed/0/name").asText()).isEqualTo("old");
        assertThat(admin.get("accessrules/old").status()).isEqualTo(200);

        assertThat(admin.send("PUT", "accessrules", rules.replace("'new'", "'a/b'"))
                        .status())
                .isEqualTo(422);
        assertThat(admin.get("accessrules/old").status()).isEqualTo(200);
        assertThat(admin.send("PUT", "accessrules", rules).status()).isEqualTo(200);
        assertThat(admin.get("accessrules/old").status()).isEqualTo(404);
        assertThat(admin.get("accessrules/new").status()).isEqualTo(200);
    }

    @Test
    void aReviewSaysWhichRuleDecided() {
        cluster("north");
        made(admin.send("POST", "accessrules", """
                {'metadata': {'name': 'readers'}, 'spec': {'subjects': [{'kind': 'Group', 'name': 'devs'}],
                 'clusters': ['north'], 'mode': 'agent', 'readOnly': true}}"""));
        String read = "{'spec': {'user': 'jo', 'groups': ['devs'], 'cluster': 'north', 'path': '/api/v1/pods'}}";

        JsonNode may = admin.send("POST", "accessreviews", read).body().path("status");
        assertThat(may.path("allowed").asBoolean()).isTrue();
        assertThat(may.path("rule").asText()).isEqualTo("readers");
        JsonNode mayNot = admin.send("POST", "accessreviews", read.replace("'path'", "'method': 'DELETE', 'path'"))
                .body()
                .path("status");
        assertThat(mayNot.path("allowed").asBoolean()).isFalse();
        assertThat(mayNot.path("rule").asText()).isEqualTo("readers");
        assertThat(mayNot.path("reason").asText()).endsWith("it is read-only");
        JsonNode own = caller("rails", "")
                .send("POST", "selfaccessreviews", "{'spec': {'cluster': 'north'}}")
                .body();
        assertThat(own.at("/status/allowed").asBoolean()).isFalse();
        assertThat(own.path("status").has("rule")).isFalse();
    }

    @Test
    void answersAreWhatTheDocumentSaysAndItRefersToNothingThatIsNotThere() {
        JsonNode document = admin.as("").get("/openapi/culvert.json").body();
        JsonNode schemas = document.at("/components/schemas");
        assertThat(document.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        document.at(ref.substring(1)).isObject())
                .isTrue());
        caller("rails", "");
        agent("north", agentToken("north"));
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        made(admin.send("POST", "installlinks", "{'spec': {'cluster': 'north'}}"));
        for (String path : List.of(
                "clusters",
                "agenttokens",
                "installlinks",
                "callers",
                "callertokens",
                "accessrules",
                "selfsubject",
                "selfsubject/clusters")) {
            JsonNode operation =
                    document.path("paths").path("/apis/culvert.dev/v1/" + path).path("get");
            String ref = operation
                    .at("/responses/200/content/application~1json/schema/$ref")
                    .asText();
            conforms(admin.get(path).body(), schemas, document.at(ref.substring(1)), path);
        }
    }

    @Test
    void secretsAreInNoLogAndNotInTheDatabase() throws IOException {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        Level before = root.getLevel();
        root.setLevel(Level.DEBUG);
        log.start();
        root.addAppender(log);
        try {
            AdminClient rails = caller("rails", "");
            rule("rails", "{'kind': 'User', 'name': 'rails'}");
            agent("north", agentToken("north"));
            assertThat(rails.get("/clusters/north/version").status()).isEqualTo(200);
            secretOf(admin.send("POST", "callertokens/" + nameOfToken("rails") + "/rotate", "{}"));
            admin.send("POST", "clusters", "{'metadata': {'name': '" + secrets.get(0) + "'}}");
            assertThat(admin.get("callertokens").body().toString()).doesNotContain(secrets);
        } finally {
            gateway.stop().await();
            root.detachAppender(log);
            root.setLevel(before);
        }
        assertThat(log.list).isNotEmpty();
        for (ILoggingEvent event : List.copyOf(log.list)) {
            assertThat(event.getFormattedMessage() + event.getKeyValuePairs()).doesNotContain(secrets);
        }
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(one -> one.toString().contains("culvert.db")).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(secrets);
            }
        }
    }

    @Test
    void aRestartKeepsEverything() throws IOException {
        AdminClient rails = caller("rails", "");
        rule("rails", "{'kind': 'User', 'name': 'rails'}");
        String secret = agentToken("north");
        gateway.stop().await();

        gateway = new Gateway(ConfigFile.load(directory.resolve("gateway.yaml")));
        gateway.start().await();

        agent("north", secret);
        String token = secrets.get(0);
        assertThat(new AdminClient(ca(), gateway.publicPort(), token)
                        .get("/clusters/north/version")
                        .status())
                .isEqualTo(200);
        assertThat(rails).isNotNull();
    }

    /** Every key of the answer is in the schema, and what the schema requires is in the answer. */
    private static void conforms(JsonNode value, JsonNode schemas, JsonNode schema, String where) {
        JsonNode known =
                schema.has("$ref") ? schemas.path(schema.path("$ref").asText().replaceAll(".*/", "")) : schema;
        if (value.isArray()) {
            value.forEach(one -> conforms(one, schemas, known.path("items"), where + "[]"));
        } else if (value.isObject() && known.has("properties")) {
            TreeSet<String> names = new TreeSet<>();
            known.path("properties").fieldNames().forEachRemaining(names::add);
            value.properties().forEach(field -> {
                assertThat(names).as(where).contains(field.getKey());
                conforms(
                        field.getValue(),
                        schemas,
                        known.path("properties").path(field.getKey()),
                        where + "." + field.getKey());
            });
            known.path("required").forEach(required -> assertThat(value.has(required.asText()))
                    .as(where + "." + required)
                    .isTrue());
        }
    }

    private void cluster(String name) {
        if (admin.get("clusters/" + name).status() == 404) {
            made(admin.send("POST", "clusters", "{'metadata': {'name': '" + name + "'}}"));
        }
    }

    private String agentToken(String cluster) {
        cluster(cluster);
        return secretOf(admin.send("POST", "agenttokens", "{'spec': {'cluster': '" + cluster + "'}}"));
    }

    private AdminClient caller(String name, String more) {
        return token(name, more, "{'metadata': {'name': '" + name + "'}}");
    }

    private AdminClient token(String name, String more, String caller) {
        made(admin.send("POST", "callers", caller));
        return token(name, more);
    }

    private AdminClient token(String caller, String more) {
        return admin.as(
                secretOf(admin.send("POST", "callertokens", "{'spec': {'caller': '" + caller + "'" + more + "}}")));
    }

    private String nameOfToken(String caller) {
        for (JsonNode token : admin.get("callertokens").body().path("items")) {
            if (token.at("/spec/caller").asText().equals(caller)) {
                return token.at("/metadata/name").asText();
            }
        }
        throw new AssertionError("no token of " + caller);
    }

    private void rule(String name, String subject) {
        made(admin.send(
                "POST",
                "accessrules",
                "{'metadata': {'name': '" + name + "'}, 'spec': {'subjects': [" + subject
                        + "], 'clusters': ['*'], 'mode': 'agent'}}"));
    }

    private String secretOf(Answer answer) {
        String secret = made(answer).body().at("/status/token").asText();
        assertThat(secret).startsWith("cv").hasSizeGreaterThan(40);
        secrets.add(secret);
        return secret;
    }

    private static Answer made(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private TestAgent agent(String cluster, String token) {
        return new TestAgent(vertx, gateway.publicPort(), ca(), token, cluster);
    }

    private static InputStream watch(AdminClient client, TestAgent agent) {
        return agent.watched(client, "/clusters/north/api/v1/pods?watch=true");
    }

    private Path ca() {
        return directory.resolve("ca.crt");
    }
}
