package dev.culvert.clusters.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.culvert.clusters.apiserver.catalog.Catalog;
import dev.culvert.clusters.apiserver.discovery.AggregatedDiscovery;
import dev.culvert.clusters.apiserver.discovery.DiscoveryDocuments;
import dev.culvert.clusters.apiserver.discovery.OpenApi;
import dev.culvert.clusters.apiserver.json.Json;
import dev.culvert.clusters.apiserver.status.ApiException;
import java.util.List;

/** Everything that is read only and the same for all: discovery, OpenAPI, version, health. */
final class DiscoveryRoutes {
    private static final List<String> ROOTS = List.of(
            "/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version");

    private final DiscoveryDocuments documents;
    private final AggregatedDiscovery aggregated;
    private final OpenApi openApi;

    DiscoveryRoutes(Catalog catalog) {
        documents = new DiscoveryDocuments(catalog);
        aggregated = new AggregatedDiscovery(catalog);
        openApi = new OpenApi(catalog);
    }

    /** Whether the path may be asked for without a credential. */
    static boolean isPublic(List<String> segments) {
        return !segments.isEmpty()
                && List.of("version", "healthz", "livez", "readyz").contains(segments.get(0));
    }

    /** Whether the path is answered here: it names no resource. */
    static boolean serves(List<String> segments) {
        if (segments.isEmpty()) {
            return true;
        }
        return switch (segments.get(0)) {
            case "api" -> segments.size() <= 2;
            case "apis" -> segments.size() <= 3;
            default -> true;
        };
    }

    void handle(Call call, List<String> segments) {
        if (!List.of("GET", "HEAD").contains(call.method().name())) {
            throw ApiException.methodNotAllowed();
        }
        switch (segments.isEmpty() ? "" : segments.get(0)) {
            case "" -> answer(call, paths());
            case "api" -> api(call, segments);
            case "apis" -> apis(call, segments);
            case "openapi" -> openApi(call, segments);
            case "version" -> answer(call, version());
            case "healthz", "livez", "readyz" -> health(call, segments);
            default -> throw ApiException.noSuchPath();
        }
    }

    private void api(Call call, List<String> segments) {
        if (segments.size() == 2) {
            answer(call, documents.resources("", segments.get(1)));
        } else if (wantsAggregated(call)) {
            Answers.json(call.response(), 200, AggregatedDiscovery.MEDIA_TYPE, aggregated.core());
        } else {
            answer(call, documents.apiVersions(String.valueOf(call.request().authority())));
        }
    }

    private void apis(Call call, List<String> segments) {
        if (segments.size() == 3) {
            answer(call, documents.resources(segments.get(1), segments.get(2)));
        } else if (segments.size() == 2) {
            answer(call, documents.group(segments.get(1)));
        } else if (wantsAggregated(call)) {
            Answers.json(call.response(), 200, AggregatedDiscovery.MEDIA_TYPE, aggregated.named());
        } else {
            answer(call, documents.groups());
        }
    }

    private void openApi(Call call, List<String> segments) {
        String below = String.join("/", segments.subList(1, segments.size()));
        if (below.equals("v2")) {
            jsonOnly(call);
            answer(call, openApi.v2());
        } else if (below.equals("v3")) {
            answer(call, openApi.index());
        } else if (below.startsWith("v3/")) {
            jsonOnly(call);
            answer(call, openApi.v3(below.substring("v3/".length())));
        } else {
            throw ApiException.noSuchPath();
        }
    }

    /** There is no protobuf here. */
    private static void jsonOnly(Call call) {
        String accept = call.header("accept");
        if (!accept.isEmpty() && !accept.contains("json") && !accept.contains("*/*")) {
            throw ApiException.notAcceptable(Answers.JSON);
        }
    }

    private static void health(Call call, List<String> segments) {
        String name = segments.get(0);
        boolean verbose = call.request().params().contains("verbose");
        Answers.text(call.response(), verbose ? "[+]stand-in ok\n" + name + " check passed\n" : "ok");
    }

    private static boolean wantsAggregated(Call call) {
        for (String offer : call.header("accept").replace(" ", "").split(",", -1)) {
            if (offer.contains("g=apidiscovery.k8s.io") && offer.contains("v=v2;")) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode paths() {
        ObjectNode paths = Json.object();
        paths.set("paths", Json.strings(ROOTS));
        return paths;
    }

    private static ObjectNode version() {
        ObjectNode version = Json.object();
        version.put("major", "1");
        version.put("minor", "32");
        version.put("gitVersion", "v1.32.0-culvert.stand.in");
        version.put("gitCommit", "");
        version.put("gitTreeState", "clean");
        version.put("buildDate", "1970-01-01T00:00:00Z");
        version.put("goVersion", "none");
        version.put("compiler", "none");
        version.put("platform", "java/stand-in");
        return version;
    }

    private static void answer(Call call, ObjectNode document) {
        Answers.json(call.response(), 200, document);
    }
}
