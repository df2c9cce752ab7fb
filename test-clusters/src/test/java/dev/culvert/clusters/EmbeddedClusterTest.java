package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.junit.WithCluster;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithCluster(WithCluster.Choice.EMBEDDED)
class EmbeddedClusterTest {
    private static final String PODS = "/pods";

    private EmbeddedCluster cluster;
    private Api api;
    private String namespace;
    private String path;

    @BeforeEach
    void makeNamespace(EmbeddedCluster given) {
        cluster = given;
        api = new Api(cluster.access(), HttpClient.Version.HTTP_1_1);
        namespace = "t-" + UUID.randomUUID();
        path = "/api/v1/namespaces/" + namespace;
        assertThat(api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace))
                        .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void anObjectLivesFromItsCreationToItsDeletion(HttpClient.Version version) {
        Api client = new Api(cluster.access(), version);
        Api.Answer created = client.post(path + "/configmaps", Api.configMap("one"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.raw().version()).isEqualTo(version);
        assertThat(created.text("metadata", "uid")).isNotEmpty();
        assertThat(client.get(path + "/configmaps/one").body()).isEqualTo(created.body());
        assertThat(client.delete(path + "/configmaps/one").text("status")).isEqualTo("Success");
        Api.Answer gone = client.get(path + "/configmaps/one");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.text("kind")).isEqualTo("Status");
        assertThat(gone.text("reason")).isEqualTo("NotFound");
        assertThat(gone.text("message")).isEqualTo("configmaps \"one\" not found");
    }

    @Test
    void aSecondCreationIsRefusedAndChangesNothing() {
        Api.Answer first = api.post(path + "/configmaps", Api.configMap("one"));
        Api.Answer second = api.post(path + "/configmaps", Api.configMap("one", "new", "label"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("reason")).isEqualTo("AlreadyExists");
        assertThat(api.get(path + "/configmaps/one").body()).isEqualTo(first.body());
    }

    @Test
    void aStaleWriterIsRefused() {
        Api.Answer created = api.post(path + "/configmaps", Api.configMap("one"));
        String stale = created.body().toString();
        assertThat(api.send("PUT", path + "/configmaps/one", stale.replace("\"1\"", "\"2\""))
                        .status())
                .isEqualTo(200);
        Api.Answer conflict = api.send("PUT", path + "/configmaps/one", stale.replace("\"1\"", "\"3\""));
        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text("reason")).isEqualTo("Conflict");
        assertThat(api.get(path + "/configmaps/one").text("data", "a")).isEqualTo("2");
    }

    @Test
    void aWriteThatChangesNothingKeepsTheResourceVersion() {
        Api.Answer created = api.post(path + "/configmaps", Api.configMap("one"));
        Api.Answer again =
                api.send("PUT", path + "/configmaps/one", created.body().toString());
        assertThat(again.text("metadata", "resourceVersion")).isEqualTo(created.text("metadata", "resourceVersion"));
    }

    @Test
    void aDryRunAnswersAndStoresNothing() {
        assertThat(api.post(path + "/configmaps?dryRun=All", Api.configMap("one"))
                        .status())
                .isEqualTo(201);
        assertThat(api.get(path + "/configmaps/one").status()).isEqualTo(404);
    }

    @Test
    void badObjectsAreRefusedWithTheFieldAtFault() {
        Api.Answer noName = api.post(path + "/configmaps", "{\"metadata\":{}}");
        assertThat(noName.status()).isEqualTo(422);
        Api.Answer badName = api.post(path + "/configmaps", Api.configMap("Not_Good"));
        assertThat(badName.status()).isEqualTo(422);
        assertThat(badName.body()
                        .path("details")
                        .path("causes")
                        .path(0)
                        .path("field")
                        .asText())
                .isEqualTo("metadata.name");
        Api.Answer noContainers = api.post(path + PODS, "{\"metadata\":{\"name\":\"p\"},\"spec\":{}}");
        assertThat(noContainers.status()).isEqualTo(422);
        assertThat(api.post(path + "/configmaps", "{nonsense").status()).isEqualTo(400);
        assertThat(api.post(path + "/configmaps", "x", "Content-Type", "text/csv")
                        .status())
                .isEqualTo(415);
        assertThat(api.post("/api/v1/namespaces/absent/configmaps", Api.configMap("one"))
                        .status())
                .isEqualTo(404);
        assertThat(api.post(path + "/configmaps", "{\"x\":\"" + "y".repeat(4 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void listsComeInPagesThatMeetWithoutGapOrOverlap() {
        for (int i = 0; i < 7; i++) {
            api.post(path + "/secrets", "{\"metadata\":{\"name\":\"s%d\"}}".formatted(i));
        }
        List<String> names = new ArrayList<>();
        List<Integer> remaining = new ArrayList<>();
        String next = "";
        do {
            Api.Answer page = api.get(path + "/secrets?limit=3" + (next.isEmpty() ? "" : "&continue=" + next));
            page.body().path("items").forEach(item -> names.add(Json.text(item, "metadata", "name")));
            remaining.add(
                    page.body().path("metadata").path("remainingItemCount").asInt());
            next = page.text("metadata", "continue");
        } while (!next.isEmpty());
        assertThat(names).containsExactly("s0", "s1", "s2", "s3", "s4", "s5", "s6");
        assertThat(remaining).containsExactly(4, 1, 0);
        assertThat(api.get(path + "/secrets?limit=3&continue=nonsense").status())
                .isEqualTo(400);
    }

    @Test
    void selectorsSelect() {
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"app\":\"x\",\"tier\":\"1\"}}}");
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"b\",\"labels\":{\"app\":\"y\"}}}");
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"c\"},\"type\":\"special\"}");
        assertThat(secrets("labelSelector=app%3Dx")).containsExactly("a");
        assertThat(secrets("labelSelector=app!%3Dx")).containsExactly("b", "c");
        assertThat(secrets("labelSelector=app%20in%20(x,y),!tier")).containsExactly("b");
        assertThat(secrets("labelSelector=app%20notin%20(x)")).containsExactly("b", "c");
        assertThat(secrets("labelSelector=app")).containsExactly("a", "b");
        assertThat(secrets("fieldSelector=metadata.name%3Db")).containsExactly("b");
        assertThat(secrets("fieldSelector=type%3Dspecial,metadata.namespace%3D" + namespace))
                .containsExactly("c");
    }

    @Test
    void aCollectionIsDeletedBySelector() {
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"a\",\"labels\":{\"app\":\"x\"}}}");
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"b\"}}");
        assertThat(api.delete(path + "/secrets?labelSelector=app%3Dx").status()).isEqualTo(200);
        assertThat(secrets("")).containsExactly("b");
    }

    @Test
    void finalizersHoldAnObjectUntilTheyAreGone() {
        api.post(path + "/secrets", "{\"metadata\":{\"name\":\"a\",\"finalizers\":[\"x/y\"]}}");
        assertThat(api.delete(path + "/secrets/a").body().path("metadata").has("deletionTimestamp"))
                .isTrue();
        assertThat(secrets("")).containsExactly("a");
        api.patch(path + "/secrets/a", "application/merge-patch+json", "{\"metadata\":{\"finalizers\":null}}");
        assertThat(secrets("")).isEmpty();
    }

    @Test
    void aNamespaceTakesWhatItHoldsWithIt() {
        api.post(path + "/configmaps", Api.configMap("one"));
        assertThat(api.delete("/api/v1/namespaces/" + namespace).status()).isEqualTo(200);
        assertThat(api.get(path + "/configmaps").body().path("items")).isEmpty();
    }

    @Test
    void aPodSoonRunsAndSaysThatItDoesNot() {
        Api.Answer created = api.post(
                path + PODS,
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        assertThat(created.text("status", "phase")).isEqualTo("Pending");
        assertThat(api.get(path + "/pods/p").text("status", "phase")).isEqualTo("Running");
        assertThat(new String(api.get(path + "/pods/p/log?tailLines=2").raw().body(), StandardCharsets.UTF_8))
                .hasLineCount(2)
                .contains("line 2", "line 3", "stand-in");
        Api.Answer exec = api.post(path + "/pods/p/exec?command=ls", "");
        assertThat(exec.status()).isEqualTo(501);
        assertThat(exec.text("message")).contains("stand-in");
        assertThat(api.post(path + "/pods/absent/exec?command=ls", "").status()).isEqualTo(404);
    }

    @Test
    void theStatusIsWrittenThroughItsOwnSubresourceOnly() {
        api.post(
                path + PODS,
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        String change = "{\"status\":{\"phase\":\"Failed\"}}";
        api.patch(path + "/pods/p", "application/merge-patch+json", change);
        assertThat(api.get(path + "/pods/p").text("status", "phase")).isEqualTo("Running");
        api.patch(path + "/pods/p/status", "application/merge-patch+json", change);
        assertThat(api.get(path + "/pods/p").text("status", "phase")).isEqualTo("Failed");
    }

    @Test
    void tablesAndBareMetadataAreServedWhenAsked() {
        api.post(path + "/configmaps", Api.configMap("one"));
        Api.Answer table = api.get(path + "/configmaps", "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        assertThat(table.text("kind")).isEqualTo("Table");
        assertThat(table.body().path("rows").path(1).path("cells").path(0).asText())
                .isEqualTo("one");
        Api.Answer partial = api.get(
                path + "/configmaps/one", "Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        assertThat(partial.text("kind")).isEqualTo("PartialObjectMetadata");
        assertThat(partial.body().has("data")).isFalse();
        assertThat(api.get(path + "/configmaps", "Accept", "text/html").status())
                .isEqualTo(406);
    }

    @Test
    void discoveryDescribesEveryKindItServes() {
        assertThat(api.get("/api").text("kind")).isEqualTo("APIVersions");
        Api.Answer groups = api.get("/apis");
        assertThat(groups.text("kind")).isEqualTo("APIGroupList");
        for (JsonNode group : groups.body().path("groups")) {
            String version = Json.text(group, "preferredVersion", "groupVersion");
            for (JsonNode resource : api.get("/apis/" + version).body().path("resources")) {
                if (resource.path("verbs").toString().contains("list")) {
                    assertThat(api.get("/apis/" + version + "/" + Json.text(resource, "name"))
                                    .status())
                            .isEqualTo(200);
                }
            }
        }
        Api.Answer aggregated = api.get(
                "/apis",
                "Accept",
                "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json");
        assertThat(aggregated.raw().headers().firstValue("content-type").orElse(""))
                .contains("APIGroupDiscoveryList");
        assertThat(api.get("/openapi/v3").body().path("paths").has("apis/apps/v1"))
                .isTrue();
        assertThat(api.get("/openapi/v2").body().path("definitions").size()).isGreaterThan(30);
        assertThat(api.get("/apis/absent/v1").status()).isEqualTo(404);
    }

    @Test
    void theKubeconfigIsPrivate() throws IOException {
        assertThat(Files.getPosixFilePermissions(cluster.kubeconfig()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatArrivedIsRecordedByteForByte() {
        api.get(path + "/configmaps?labelSelector=a%3Db&&x=;y");
        assertThat(cluster.requests())
                .extracting(Object::toString)
                .contains("GET " + path + "/configmaps?labelSelector=a%3Db&&x=;y");
    }

    private List<String> secrets(String query) {
        List<String> names = new ArrayList<>();
        api.get(path + "/secrets?" + query)
                .body()
                .path("items")
                .forEach(item -> names.add(Json.text(item, "metadata", "name")));
        return names;
    }
}
