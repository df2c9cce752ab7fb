package dev.culvert.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.culvert.gateway.AdminClient.Answer;
import dev.culvert.gateway.config.Address;
import dev.culvert.gateway.config.ConfigFile;
import dev.culvert.gateway.setup.Installation;
import dev.culvert.tunnel.transport.OnEventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links by which somebody without a credential of the gateway's installs an agent. */
@Timeout(120)
@NullUnmarked
class InstallLinkTest {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path directory;

    private Gateway gateway;
    private AdminClient admin;
    private HttpClientAgent http;

    record Page(int status, Map<String, String> headers, String body) {
        String message() {
            try {
                return JSON.readTree(body).path("message").asText().replaceAll(" \\(.*\\)$", "");
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        Address anyPort = new Address("127.0.0.1", 0);
        new Installation(List.of("localhost"), "filed", "root", false, anyPort, anyPort, null)
                .write(directory, true, InstantSource.system());
        gateway = new Gateway(ConfigFile.load(directory.resolve("gateway.yaml")));
        gateway.start().await();
        admin = new AdminClient(
                ca(),
                gateway.publicPort(),
                Files.readString(directory.resolve("caller-root.token")).strip());
        http = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertPath(ca().toString())));
        assertThat(admin.send("POST", "clusters", "{'metadata': {'name': 'north'}}")
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void stop() {
        gateway.stop().await();
        vertx.close().await();
    }

    @Test
    void aLinkGivesAManifestWithATokenThatAdmitsTheAgent() throws IOException {
        String url = issue("{'spec': {'cluster': 'north', 'image': 'registry.test/agent:1'}}");
        assertThat(url).startsWith("https://localhost:" + gateway.publicPort() + "/install/north.yaml?token=cvi_");

        Page page = get(url);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers())
                .containsEntry("content-type", "application/yaml")
                .containsEntry("cache-control", "no-store");
        List<JsonNode> objects = objects(page);
        JsonNode container = kind(objects, "Deployment").at("/spec/template/spec/containers/0");
        assertThat(container.path("image").asText()).isEqualTo("registry.test/agent:1");
        assertThat(container.path("env").toString()).contains("https://localhost:" + gateway.publicPort());
        JsonNode secret = kind(objects, "Secret").path("data");
        assertThat(decoded(secret.path("ca.crt"))).isEqualTo(Files.readString(ca()));
        new TestAgent(vertx, gateway.publicPort(), ca(), decoded(secret.path("token")), "north");
        assertThat(admin.get("clusters/north").body().at("/status/connected").asBoolean())
                .isTrue();
        assertThat(admin.get("agenttokens").body().path("items").findValuesAsText("description"))
                .singleElement()
                .asString()
                .startsWith("made by install link north-");
    }

    @Test
    void aLinkSaysWhatIsAskedForOfSeveralGatewaysAndLeadsToTheFirst() throws IOException {
        String here = "https://localhost:" + gateway.publicPort();

        String url = issue("{'spec': {'cluster': 'north', 'gateway': ['" + here + "', 'https://other.test']}}");

        assertThat(url).startsWith(here + "/install/north.yaml?token=cvi_");
        assertThat(kind(objects(get(url)), "Deployment")
                        .at("/spec/template/spec/containers/0/env/0/value")
                        .asText())
                .isEqualTo(here + ",https://other.test:443");
    }

    @Test
    void aLinkCountsOnceUnlessItSaysOtherwise() {
        String once = issue("{'spec': {'cluster': 'north'}}");
        String twice = issue("{'spec': {'cluster': 'north', 'uses': 2}}");

        assertThat(get(once).status()).isEqualTo(200);
        assertThat(get(twice).status()).isEqualTo(200);
        assertThat(admin.get("installlinks").body().at("/items"))
                .singleElement()
                .satisfies(link -> assertThat(link.at("/spec/uses").asInt()).isEqualTo(1));
        assertThat(get(twice).status()).isEqualTo(200);

        for (String url : List.of(once, twice)) {
            assertRefused(get(url));
        }
        assertThat(tokens()).isEqualTo(3);
    }

    @Test
    void ofManyWhoComeAtOnceOneGetsTheToken() {
        String url = issue("{'spec': {'cluster': 'north'}}");

        List<Future<Page>> pages = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            pages.add(ask(HttpMethod.GET, url, Map.of()));
        }
        Future.join(pages).await();

        assertThat(pages).extracting(page -> page.result().status()).containsOnly(200, 401);
        assertThat(pages).filteredOn(page -> page.result().status() == 200).hasSize(1);
        assertThat(tokens()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, Accept, */*, 200",
        "GET, Accept, 'text/html,application/xhtml+xml', 400",
        "GET, User-Agent, Slackbot-LinkExpanding 1.0, 400",
        "GET, Range, bytes=0-32768, 400",
        "GET, Sec-Fetch-Mode, navigate, 400",
        "POST, Accept, */*, 405",
    })
    void whoOnlyLooksDoesNotUseALinkUp(String method, String header, String value, int code) {
        String url = issue("{'spec': {'cluster': 'north'}}");

        Page looked =
                ask(HttpMethod.valueOf(method), url, Map.of(header, value)).await();

        assertThat(looked.status()).isEqualTo(code);
        assertThat(looked.body()).doesNotContain("cva_", "kind: Secret");
        assertThat(tokens()).isZero();
        assertThat(get(url).status()).isEqualTo(200);
    }

    @Test
    void whatDoesNotCountIsNotToldApart() {
        String url = issue("{'spec': {'cluster': 'north'}}");
        String ended = issue("{'spec': {'cluster': 'north', 'expires': '"
                + Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS) + "'}}");
        String revoked = issue("{'metadata': {'name': 'mine'}, 'spec': {'cluster': 'north'}}");
        assertThat(admin.send("DELETE", "installlinks/mine", null).status()).isEqualTo(200);
        String query = url.substring(url.indexOf('?'));
        String root = url.substring(0, url.indexOf("north.yaml"));

        for (String wrong : List.of(
                revoked,
                root + "north.yaml",
                root + "north.yaml" + query + "x",
                root + "north.yaml" + query + "&token=x",
                root + "filed.yaml" + query,
                root + "none.yaml" + query,
                root + "north.yml" + query,
                root + query)) {
            assertRefused(get(wrong));
        }
        await().until(() -> get(ended).status() == 401 || tokens() > 1);
        assertThat(get(url).status()).isEqualTo(200);
    }

    @Test
    void aLinkOfADisabledClusterDoesNotCount() {
        String url = issue("{'spec': {'cluster': 'north'}}");
        assertThat(admin.send("PATCH", "clusters/north", "{'spec': {'disabled': true}}")
                        .status())
                .isEqualTo(200);

        assertRefused(get(url));
        assertThat(tokens()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'cluster': 'none'}                                       | 422 | there is no Cluster "none"
            {'cluster': 'filed'}                                      | 403 | can be changed there only
            {'cluster': 'north', 'expires': '2001-01-01T00:00:00Z'}   | 422 | within the next 24 hours
            {'cluster': 'north', 'expires': '2101-01-01T00:00:00Z'}   | 422 | within the next 24 hours
            {'cluster': 'north', 'uses': 11}                          | 422 | must be 1 to 10
            {'cluster': 'north', 'image': 'a b'}                      | 422 | the image cannot be 'a b'
            {'cluster': 'north', 'gateway': 'http://a'}               | 422 | must be https://HOST
            {'cluster': 'north', 'gateway': []}                       | 422 | spec.gateway: is missing
            {'cluster': 'north', 'gateway': ['https://a', 'http://b']} | 422 | must be https://HOST
            {'cluster': 'north', 'gateway': ['https://a', 'https://a']} | 422 | the gateway https://a:443 is named twice
            {'cluster': 'north', 'modes': ['root']}                   | 422 | can be agent and impersonate
            {'cluster': 'north', 'proxy': 'http://a:b@c'}             | 422 | has a password
            {'cluster': 'north', 'x': 1}                              | 422 | is not known here
            """)
    void whatCannotBeInstalledIsSaidWhenTheLinkIsMade(String spec, int code, String message) {
        Answer answer = admin.send("POST", "installlinks", "{'spec': " + spec + "}");

        assertThat(answer.status()).isEqualTo(code);
        assertThat(answer.body().path("message").asText()).contains(message);
        assertThat(admin.get("installlinks").body().path("items")).isEmpty();
    }

    @Test
    void aLinkThatIsOnlyTriedHasNoAddress() {
        Answer tried = admin.send("POST", "installlinks?dryRun=All", "{'spec': {'cluster': 'north'}}");

        assertThat(tried.status()).isEqualTo(201);
        assertThat(tried.body().at("/status/url").isMissingNode()).isTrue();
        assertThat(admin.get("installlinks").body().path("items")).isEmpty();
    }

    private void assertRefused(Page page) {
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.message()).isEqualTo("gateway: the install link is wrong, was used up, or has expired");
    }

    private String issue(String object) {
        Answer answer = admin.send("POST", "installlinks", object);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(admin.get("installlinks").body().toString()).doesNotContain("cvi_");
        return answer.body().at("/status/url").asText();
    }

    private int tokens() {
        List<String> clusters = admin.get("agenttokens").body().path("items").findValuesAsText("cluster");
        return (int) clusters.stream().filter("north"::equals).count();
    }

    private Page get(String url) {
        return ask(HttpMethod.GET, url, Map.of()).await();
    }

    private Future<Page> ask(HttpMethod method, String url, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(URI.create(url).toString());
        headers.forEach(options::putHeader);
        return OnEventLoop.call(vertx, () -> http.request(options)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> {
                    Map<String, String> seen = new TreeMap<>();
                    response.headers()
                            .forEach(entry -> seen.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
                    return new Page(response.statusCode(), seen, body.toString());
                })));
    }

    private static List<JsonNode> objects(Page page) throws IOException {
        return YAML.readerFor(JsonNode.class).<JsonNode>readValues(page.body()).readAll();
    }

    private static JsonNode kind(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String decoded(JsonNode text) {
        return new String(Base64.getDecoder().decode(text.asText()), StandardCharsets.UTF_8);
    }

    private Path ca() {
        return directory.resolve("ca.crt");
    }
}
