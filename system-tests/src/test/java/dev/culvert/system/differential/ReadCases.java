package dev.culvert.system.differential;

import static dev.culvert.system.wire.RawRequest.get;
import static dev.culvert.system.wire.RawRequest.request;

import dev.culvert.system.wire.Comparison;
import dev.culvert.system.wire.RawRequest;
import java.util.ArrayList;
import java.util.List;

/** Requests that change nothing. */
final class ReadCases {

    private static final String PROTOBUF = "Accept: application/vnd.kubernetes.protobuf";
    private static final String TABLE = "Accept: application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String GZIP = "Accept-Encoding: gzip";

    private final List<Case> cases = new ArrayList<>();
    private final String namespace;

    ReadCases(String namespace) {
        this.namespace = "/api/v1/namespaces/" + namespace;
    }

    List<Case> all() {
        discovery();
        lists();
        formats();
        watches();
        refusals();
        newerThings();
        strangePaths();
        methods();
        return cases;
    }

    private void discovery() {
        for (String path : List.of(
                "/",
                "/api",
                "/api/v1",
                "/apis",
                "/apis/",
                "/apis/apps",
                "/apis/apps/v1",
                "/apis/batch/v1",
                "/apis/apiextensions.k8s.io/v1",
                "/version",
                "/version?timeout=32s",
                "/healthz",
                "/healthz/ping",
                "/livez?verbose",
                "/readyz?verbose",
                "/.well-known/openid-configuration",
                "/openid/v1/jwks",
                "/openapi/v2")) {
            ok(get(path));
        }
        ok(get("/api").header(PROTOBUF));
        ok(get("/apis").header(PROTOBUF));
        ok(get("/openapi/v2").header("Accept: application/com.github.proto-openapi.spec.v2@v1.0+protobuf"));
        ok(get("/openapi/v2").header(GZIP));
        cases.add(Case.of(Comparison.HEAD_ONLY, get("/metrics")));
        exact(404, get("/apis/no.such.group/v1"));
        exact(404, get("/nothing/here"));
    }

    private void lists() {
        for (String path : List.of(
                "/configmaps",
                "/configmaps?limit=7",
                "/configmaps?resourceVersion=0&labelSelector=number%3D3",
                "/configmaps?labelSelector=part%3Deven",
                "/configmaps?labelSelector=part+in+%28even%2Codd%29%2Cnumber",
                "/configmaps?labelSelector=part=even&labelSelector=part=odd",
                "/configmaps?fieldSelector=metadata.name%3Dcm-3",
                "/configmaps/cm-1",
                "/configmaps/cm-1?pretty=true",
                "/pods",
                "/pods?fieldSelector=status.phase%3DRunning",
                "/pods/web",
                "/pods/web/status",
                "/pods/web/log",
                "/pods/web/log?tailLines=1&timestamps=false",
                "/services/web",
                "/endpoints/web",
                "/serviceaccounts/default",
                "/events?limit=1",
                "")) {
            ok(get(namespace + path));
        }
        ok(get("/api/v1/nodes?labelSelector=none"));
        ok(get("/api/v1/namespaces?fieldSelector=metadata.name%3Ddefault"));
        ok(get("/apis/apps/v1" + namespace.substring("/api/v1".length()) + "/deployments"));
        ok(get("/apis/rbac.authorization.k8s.io/v1/clusterroles"));
        ok(get("/apis/rbac.authorization.k8s.io/v1/clusterroles?limit=10"));
        ok(get(namespace + "/configmaps?labelSelector=part%20in%20(" + "x,".repeat(30_000) + "even)"));
    }

    private void formats() {
        for (String path : List.of("/configmaps", "/configmaps?limit=3", "/configmaps/cm-1", "/pods")) {
            ok(get(namespace + path).header(PROTOBUF));
            ok(get(namespace + path).header(TABLE));
            ok(get(namespace + path).header("Accept: application/yaml"));
        }
        ok(get(namespace + "/configmaps").header(GZIP));
        ok(get(namespace + "/configmaps").header(GZIP).header(PROTOBUF));
        ok(get(namespace + "/configmaps")
                .header("Accept: application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"));
        ok(get(namespace + "/configmaps").header(TABLE + ",application/json"));
        ok(get(namespace + "/configmaps?includeObject=Object").header(TABLE));
        ok(get("/version").header("User-Agent: Mozilla/5.0"));
    }

    private void watches() {
        String query = "timeoutSeconds=1&resourceVersion=0";
        String one = namespace + "/configmaps?watch=true&labelSelector=number%3D3&" + query;
        String old = "/api/v1/watch" + namespace.substring("/api/v1".length()) + "/configmaps";
        ok(get(one));
        ok(get(one).header(PROTOBUF + ";stream=watch"));
        // The age of a row is counted in seconds.
        cases.add(Case.of(Comparison.MASKED, get(one).header(TABLE)));
        ok(get(old + "?labelSelector=number%3D3&" + query));
        ok(get(old + "/cm-3?" + query));
        // A watch from the cache tells of what is there already in any order.
        cases.add(Case.of(Comparison.LINES, get(namespace + "/configmaps?watch=true&" + query)));
        cases.add(Case.of(Comparison.LINES, get(old + "?allowWatchBookmarks=true&" + query)));
        ok(get(namespace + "/configmaps?watch=true&timeoutSeconds=1&resourceVersion=1"));
        ok(get(namespace + "/pods/talker/log?follow=true&limitBytes=20"));
        ok(get(namespace + "/pods/talker/log"));
    }

    private void refusals() {
        exact(404, get(namespace + "/configmaps/absent"));
        exact(404, get(namespace + "/nosuchthings"));
        exact(404, get(namespace + "/configmaps/absent").header(PROTOBUF));
        exact(404, get(namespace + "/configmaps/absent").header(TABLE));
        exact(400, get(namespace + "/configmaps?limit=many"));
        exact(400, get(namespace + "/configmaps?labelSelector=%3D%3D"));
        exact(400, get(namespace + "/configmaps?fieldSelector=spec.nothing%3D1"));
        exact(400, get(namespace + "/configmaps?continue=rubbish"));
        exact(400, get(namespace + "/pods/web/log?container=absent"));
        exact(406, get(namespace + "/configmaps").header("Accept: text/html"));
        exact(400, get(namespace + "/pods/web/exec?command=true&stdout=true"));
        exact(404, get(namespace + "/pods/absent/exec?command=true&stdout=true"));
        exact(400, get(namespace + "/pods/web/portforward"));
        exact(404, get(namespace + "/pods/absent/proxy/"));
        exact(503, get(namespace + "/services/web:99/proxy/"));
    }

    /** What an old API server refuses and a new one has: each may answer as it likes, but both ways alike. */
    private void newerThings() {
        String aggregated = "Accept: application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        for (String path : List.of("/api", "/apis")) {
            alike(get(path).header(aggregated));
            alike(get(path).header(aggregated + ",application/json"));
        }
        alike(get("/openapi/v3"));
        alike(get("/openapi/v3/api/v1"));
        alike(get("/openapi/v3/apis/apps/v1").header(GZIP));
        // Of which the API server shuffles the keys.
        RawRequest cbor = get(namespace + "/configmaps/cm-1").header("Accept: application/cbor");
        cases.add(new Case(List.of(cbor), Comparison.HEAD_ONLY, 0, 0));
        alike(get(namespace + "/configmaps?watch=true&sendInitialEvents=true&allowWatchBookmarks=true"
                + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1&labelSelector=number%3D3"));
        alike(request("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews")
                .body(
                        "application/json",
                        "{\"kind\":\"SelfSubjectReview\",\"apiVersion\":\"authentication.k8s.io/v1\"}"));
        alike(get(namespace + "/services/absent/proxy/"));
    }

    private void strangePaths() {
        for (String path : List.of(
                "//version",
                "/api/v1/../v1/namespaces",
                "/api/v1/./namespaces",
                "/api/v1/..%2fv1/namespaces",
                "/api/v1/%2e%2e/v1/namespaces",
                "/api//v1",
                "/version/",
                "/api/v1/namespaces/a%2Fb",
                "/api/v1/namespaces/a%00b",
                "/%61pi/v1x",
                "/api/v1/namespaces/;x=1",
                "/nothing?a=%zz&b;c=%20+")) {
            alike(get(path));
        }
    }

    private void methods() {
        for (String path : List.of("/version", "/healthz", "/api/v1", namespace + "/configmaps/cm-1", "/openapi/v2")) {
            alike(request("HEAD", path));
            alike(request("OPTIONS", path));
        }
        exact(405, request("BREW", "/api/v1"));
        exact(405, request("DELETE", "/api/v1/nodes/node-x/status"));
    }

    private void alike(RawRequest request) {
        cases.add(Case.equal(request));
    }

    private void ok(RawRequest request) {
        exact(200, request);
    }

    private void exact(int status, RawRequest request) {
        cases.add(Case.exact(status, request));
    }
}
