package dev.culvert.system.differential;

import static dev.culvert.system.wire.RawRequest.get;
import static dev.culvert.system.wire.RawRequest.request;

import dev.culvert.system.wire.RawRequest;
import java.util.ArrayList;
import java.util.List;

/** Requests that write, each leaving things as it found them. */
final class WriteCases {

    private static final String JSON = "application/json";

    private final List<Case> cases = new ArrayList<>();
    private final String namespace;
    private final String collection;
    private final String thing;

    WriteCases(String name) {
        namespace = "/api/v1/namespaces/" + name;
        collection = namespace + "/configmaps";
        thing = collection + "/written";
    }

    List<Case> all() {
        dryRuns();
        writes();
        patches();
        refusals();
        reviews();
        return cases;
    }

    private void dryRuns() {
        masked(201, request("POST", collection + "?dryRun=All").body(JSON, configMap("written")));
        masked(201, request("POST", collection + "?dryRun=All").chunked(JSON, configMap("written"), 10));
        masked(200, request("DELETE", collection + "/cm-1?dryRun=All"));
        masked(
                200,
                request("DELETE", collection + "/cm-1?dryRun=All")
                        .body(
                                JSON,
                                "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Orphan\",\"dryRun\":[\"All\"]}"));
        masked(201, request("POST", namespace + "/pods?dryRun=All").body(JSON, """
                            {"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{"serviceAccountName":"default",\
                            "automountServiceAccountToken":false,"containers":[{"name":"c","image":"busybox:1.35"}]}}"""));
    }

    private void writes() {
        RawRequest delete = request("DELETE", thing);
        masked(404, delete);
        around(200, get(thing));
        around(409, request("POST", collection).body(JSON, configMap("written")));
        around(200, request("PUT", thing).body(JSON, configMap("written").replace("one", "two")));
        around(200, request("PUT", thing).body("application/yaml", YAML));
        around(400, request("PUT", thing).body(JSON, configMap("other")));
        around(405, request("POST", thing).body(JSON, configMap("written")));
        cases.add(Case.around(200, create(), delete, delete));
        cases.add(Case.around(200, create(), request("DELETE", collection + "?labelSelector=written%3Dyes"), delete));
        masked(
                201,
                request("POST", collection + "?fieldManager=tests&dryRun=All").body("application/yaml", YAML));
    }

    private void patches() {
        patch(200, "application/merge-patch+json", "{\"data\":{\"a\":\"merged\"}}");
        patch(200, "application/json-patch+json", "[{\"op\":\"add\",\"path\":\"/data/b\",\"value\":\"added\"}]");
        patch(200, "application/strategic-merge-patch+json", "{\"data\":{\"c\":\"strategic\"}}");
        around(
                200,
                request("PATCH", thing + "?fieldManager=tests&force=true").body("application/apply-patch+yaml", YAML));
        patch(422, "application/apply-patch+yaml", YAML);
        patch(415, "application/x-unknown-patch", "{}");
        patch(422, "application/json-patch+json", "[{\"op\":\"remove\",\"path\":\"/data/absent\"}]");
        patch(400, "application/json-patch+json", "no patch");
        patch(409, "application/merge-patch+json", "{\"metadata\":{\"resourceVersion\":\"1\"}}");
    }

    private void refusals() {
        masked(400, request("POST", collection).body(JSON, "{ not json"));
        masked(400, request("POST", collection).body(JSON, "{\"kind\":\"Secret\",\"apiVersion\":\"v1\"}"));
        masked(415, request("POST", collection).body("text/plain", "hello"));
        masked(422, request("POST", collection).body(JSON, configMap("Not_A_Name")));
        masked(
                404,
                request("POST", "/api/v1/namespaces/absent-namespace/configmaps")
                        .body(JSON, configMap("x")));
        masked(405, request("DELETE", namespace + "/pods/web/status"));
        masked(413, request("POST", collection).body(JSON, big(3_300_000)));
        masked(413, request("POST", collection).chunked(JSON, big(3_300_000), 50_000));
        masked(422, request("POST", collection).body(JSON, big(1_200_000)));
        RawRequest remove = request("DELETE", collection + "/big");
        cases.add(Case.around(201, remove, request("POST", collection).body(JSON, big(900_000)), remove));
    }

    private void reviews() {
        for (String verb : List.of("get", "delete")) {
            masked(
                    201,
                    request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")
                            .body(JSON, """
                                {"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":\
                                {"resourceAttributes":{"verb":"%s","resource":"pods"}}}""".formatted(verb)));
        }
        masked(201, request("POST", namespace + "/pods/web/eviction?dryRun=All").body(JSON, """
                            {"kind":"Eviction","apiVersion":"policy/v1beta1","metadata":{"name":"web"}}"""));
    }

    private void patch(int status, String type, String text) {
        around(status, request("PATCH", thing).body(type, text));
    }

    private void around(int status, RawRequest request) {
        cases.add(Case.around(status, create(), request, request("DELETE", thing)));
    }

    private void masked(int status, RawRequest request) {
        cases.add(Case.masked(status, request));
    }

    private RawRequest create() {
        return request("POST", collection).body(JSON, configMap("written"));
    }

    private static String configMap(String name) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"" + name
                + "\",\"labels\":{\"written\":\"yes\"}},\"data\":{\"a\":\"one <&> \u00e9\"}}";
    }

    private static String big(int size) {
        return "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"big\"},\"data\":{\"a\":\""
                + "x".repeat(size) + "\"}}";
    }

    private static final String YAML = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: written, labels: {written: "yes"}}
        data: {a: three}
        """;
}
