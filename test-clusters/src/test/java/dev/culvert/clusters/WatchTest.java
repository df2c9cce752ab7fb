package dev.culvert.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.junit.WithCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@WithCluster(WithCluster.Choice.EMBEDDED)
@Timeout(30)
class WatchTest {
    private static final String LABEL_X = "{\"metadata\":{\"labels\":{\"app\":\"x\"}}}";
    private static final String LABEL_Y = "{\"metadata\":{\"labels\":{\"app\":\"y\"}}}";
    private static final String MERGE = "application/merge-patch+json";

    private EmbeddedCluster cluster;
    private Api api;
    private String path;

    @BeforeEach
    void makeNamespace(EmbeddedCluster given) {
        cluster = given;
        api = new Api(cluster.access(), HttpClient.Version.HTTP_1_1);
        String namespace = "w-" + UUID.randomUUID();
        path = "/api/v1/namespaces/" + namespace;
        api.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void changesArriveInTheirOrder(HttpClient.Version version) throws IOException {
        try (BufferedReader watch = watch(new Api(cluster.access(), version), "/secrets?watch=1")) {
            create("a");
            patch("a", LABEL_X);
            create("b");
            api.delete(path + "/secrets/a");
            assertThat(read(watch, 4)).containsExactly("ADDED a", "MODIFIED a", "ADDED b", "DELETED a");
        }
    }

    @Test
    void aWatchGoesOnFromAResourceVersionWithoutGapOrRepetition() throws IOException {
        create("a");
        String version = api.get(path + "/secrets").text("metadata", "resourceVersion");
        create("b");
        create("c");
        try (BufferedReader watch = watch(api, "/secrets?watch=true&resourceVersion=" + version)) {
            create("d");
            assertThat(read(watch, 3)).containsExactly("ADDED b", "ADDED c", "ADDED d");
        }
    }

    @Test
    void theOldPathFormOfAWatchWorksForCollectionsAndForOneObject() throws IOException {
        String old = path.replace("/api/v1/", "/api/v1/watch/");
        create("a");
        create("b");
        try (BufferedReader all = reader(api, old + "/secrets");
                BufferedReader one = reader(api, old + "/secrets/b")) {
            assertThat(read(all, 2)).containsExactly("ADDED a", "ADDED b");
            assertThat(read(one, 1)).containsExactly("ADDED b");
        }
    }

    @Test
    void objectsEnterAndLeaveASelectedWatch() throws IOException {
        try (BufferedReader watch = watch(api, "/secrets?watch=1&labelSelector=app%3Dx")) {
            create("a");
            patch("a", LABEL_X);
            patch("a", LABEL_Y);
            api.delete(path + "/secrets/a");
            create("b");
            patch("b", LABEL_X);
            assertThat(read(watch, 3)).containsExactly("ADDED a", "DELETED a", "ADDED b");
        }
    }

    @Test
    void aWatchEndsCleanlyAtItsTimeout() throws IOException {
        try (BufferedReader watch = watch(api, "/secrets?watch=1&timeoutSeconds=1")) {
            assertThat(watch.readLine()).isNull();
        }
    }

    @Test
    void initialEventsEndWithABookmark() throws IOException {
        create("a");
        String query =
                "/secrets?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true";
        try (BufferedReader watch = watch(api, query)) {
            assertThat(read(watch, 1)).containsExactly("ADDED a");
            JsonNode bookmark = event(watch);
            assertThat(Json.text(bookmark, "type")).isEqualTo("BOOKMARK");
            assertThat(Json.text(bookmark, "object", "metadata", "annotations", "k8s.io/initial-events-end"))
                    .isEqualTo("true");
        }
    }

    @Test
    void bookmarksTellHowFarTheWatchIs() throws IOException {
        EmbeddedOptions often = EmbeddedOptions.defaults().withBookmarkInterval(Duration.ofMillis(50));
        try (EmbeddedCluster own = EmbeddedCluster.start(often)) {
            Api client = new Api(own.access(), HttpClient.Version.HTTP_1_1);
            String version = client.get("/api/v1/nodes").text("metadata", "resourceVersion");
            try (BufferedReader watch =
                    reader(client, "/api/v1/nodes?watch=1&allowWatchBookmarks=true&resourceVersion=" + version)) {
                JsonNode bookmark = event(watch);
                assertThat(Json.text(bookmark, "type")).isEqualTo("BOOKMARK");
                assertThat(Json.text(bookmark, "object", "metadata", "resourceVersion"))
                        .isEqualTo(version);
            }
        }
    }

    @Test
    void aForgottenResourceVersionIsGone() throws IOException {
        try (EmbeddedCluster own =
                EmbeddedCluster.start(EmbeddedOptions.defaults().withRememberedChanges(3))) {
            Api client = new Api(own.access(), HttpClient.Version.HTTP_1_1);
            try (BufferedReader watch = reader(client, "/api/v1/nodes?watch=1&resourceVersion=2")) {
                JsonNode error = event(watch);
                assertThat(Json.text(error, "type")).isEqualTo("ERROR");
                assertThat(Json.text(error, "object", "code")).isEqualTo("410");
                assertThat(watch.readLine()).isNull();
            }
        }
    }

    @Test
    void closingTheClusterEndsItsWatchesCleanly() throws IOException {
        EmbeddedCluster own = EmbeddedCluster.start();
        try (BufferedReader watch =
                reader(new Api(own.access(), HttpClient.Version.HTTP_1_1), "/api/v1/nodes?watch=1")) {
            assertThat(read(watch, 1)).containsExactly("ADDED embedded-stand-in");
            own.close();
            assertThat(watch.readLine()).isNull();
        }
    }

    @Test
    void aFollowedLogGoesOnUntilThePodIsDeleted() throws IOException {
        api.post(
                path + "/pods",
                "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
        try (BufferedReader log = reader(api, path + "/pods/p/log?follow=true&tailLines=1")) {
            assertThat(log.readLine()).startsWith("line 3 ");
            assertThat(log.readLine()).startsWith("line 4 ");
            api.delete(path + "/pods/p");
            List<String> rest = log.lines().toList();
            assertThat(rest).hasSizeLessThanOrEqualTo(2);
        }
    }

    private void create(String name) {
        assertThat(api.post(path + "/secrets", "{\"metadata\":{\"name\":\"%s\"}}".formatted(name))
                        .status())
                .isEqualTo(201);
    }

    private void patch(String name, String patch) {
        assertThat(api.patch(path + "/secrets/" + name, MERGE, patch).status()).isEqualTo(200);
    }

    private BufferedReader watch(Api client, String query) {
        return reader(client, path + query);
    }

    private static BufferedReader reader(Api client, String target) {
        return new BufferedReader(new InputStreamReader(client.stream(target), StandardCharsets.UTF_8));
    }

    private static List<String> read(BufferedReader watch, int count) throws IOException {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode event = event(watch);
            events.add(Json.text(event, "type") + " " + Json.text(event, "object", "metadata", "name"));
        }
        return events;
    }

    private static JsonNode event(BufferedReader watch) throws IOException {
        String line = watch.readLine();
        assertThat(line).isNotNull();
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }
}
