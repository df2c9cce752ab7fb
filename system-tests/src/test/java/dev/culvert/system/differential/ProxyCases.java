package dev.culvert.system.differential;

import static dev.culvert.system.wire.RawRequest.get;
import static dev.culvert.system.wire.RawRequest.request;

import dev.culvert.system.wire.Comparison;
import dev.culvert.system.wire.RawRequest;
import java.util.ArrayList;
import java.util.List;

/** Service, pod and node proxies. */
final class ProxyCases {

    private final List<Case> cases = new ArrayList<>();
    private final String pod;
    private final String service;

    ProxyCases(String namespace) {
        pod = "/api/v1/namespaces/" + namespace + "/pods/web:8080/proxy";
        service = "/api/v1/namespaces/" + namespace + "/services/web:80/proxy";
    }

    List<Case> all() {
        for (String base : List.of(pod, service, service.replace("web:80", "http:web:http"))) {
            files(base);
        }
        echoes();
        redirects();
        node();
        return cases;
    }

    private void files(String base) {
        exact(200, get(base + "/"));
        exact(301, get(base));
        exact(200, get(base + "/dir/"));
        exact(302, get(base + "/dir"));
        exact(200, get(base + "/a%20b.txt"));
        exact(404, get(base + "/absent"));
        exact(200, request("HEAD", base + "/index.html"));
        exact(200, get(base + "/random.bin"));
        exact(206, get(base + "/random.bin").header("Range: bytes=100-200000"));
    }

    private void echoes() {
        exact(200, get(pod + "/cgi-bin/echo/a%2Fb%3Fc%20d"));
        exact(200, get(pod + "/cgi-bin/echo?x=1;y=2&z=%25&a+b=%20&a=&a"));
        cases.add(Case.equal(get(pod + "/dir//index.html")));
        cases.add(Case.equal(get(pod + "/dir/../index.html")));
        exact(200, request("POST", pod + "/cgi-bin/echo").body("application/octet-stream", "x".repeat(1_000_000)));
        // Not PUT: BusyBox's server reads the body of a POST alone, and of others what it gets by chance with the head.
        exact(200, request("POST", service + "/cgi-bin/echo").body("text/plain", "small"));
        exact(200, get(pod + "/cgi-bin/zeros?5000000"));
        exact(200, get(pod + "/cgi-bin/zeros?0"));
        exact(
                200,
                get(pod + "/cgi-bin/environment")
                        .header("User-Agent: differential")
                        .header("Accept-Language: en"));
    }

    private void redirects() {
        exact(302, get(service + "/cgi-bin/redirect?/dir/"));
        exact(302, get(service + "/cgi-bin/redirect?dir/relative"));
        exact(302, get(service + "/cgi-bin/redirect?http://elsewhere.example/x"));
        exact(302, get(service + "/cgi-bin/redirect?//elsewhere.example/x"));
    }

    private void node() {
        exact(200, get("/api/v1/nodes/node-1/proxy/healthz"));
        exact(200, get("/api/v1/nodes/node-1:10250/proxy/configz"));
        exact(404, get("/api/v1/nodes/node-1/proxy/absent"));
        cases.add(Case.of(Comparison.HEAD_ONLY, get("/api/v1/nodes/node-1/proxy/metrics")));
        exact(404, get("/api/v1/nodes/absent/proxy/healthz"));
    }

    private void exact(int status, RawRequest request) {
        cases.add(Case.exact(status, request));
    }
}
