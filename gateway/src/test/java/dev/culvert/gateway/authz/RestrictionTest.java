package dev.culvert.gateway.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.gateway.requestinfo.RequestInfo;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestrictionTest {
    private static final Restriction READ_ONLY = new Restriction(true, Set.of(), Set.of());
    private static final Restriction NAMESPACES = new Restriction(false, Set.of("a", "b"), Set.of());

    private static boolean allows(Restriction restriction, String method, String target) {
        return restriction.objection(RequestInfo.of(method, target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/pods, true",
        "GET, /api/v1/pods?watch=1, true",
        "GET, /api/v1/watch/pods, true",
        "HEAD, /api/v1/namespaces/n/pods/p, true",
        "GET, /api/v1/namespaces/n/pods/p/log?follow=true, true",
        "GET, /version, true",
        "HEAD, /healthz, true",
        "POST, /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, true",
        "POST, /apis/authentication.k8s.io/v1/selfsubjectreviews, true",
        "POST, /api/v1/namespaces/n/pods, false",
        "PUT, /api/v1/namespaces/n/pods/p, false",
        "PATCH, /api/v1/namespaces/n/pods/p, false",
        "DELETE, /api/v1/namespaces/n/pods/p, false",
        "DELETE, /api/v1/namespaces/n/pods, false",
        "OPTIONS, /api/v1/namespaces/n/pods, false",
        "POST, /apis/authorization.k8s.io/v1/subjectaccessreviews, false",
        "POST, /apis/evil.example/v1/selfsubjectaccessreviews, false",
        "GET, /api/v1/namespaces/n/pods/p/exec?command=sh, false",
        "POST, /api/v1/namespaces/n/pods/p/exec?command=sh, false",
        "GET, /api/v1/namespaces/n/pods/p/%65xec?command=sh, false",
        "GET, /api/v1/namespaces/n/pods/p/attach, false",
        "GET, /api/v1/namespaces/n/pods/p/portforward, false",
        "GET, /api/v1/namespaces/n/services/s/proxy/x, false",
        "GET, /api/v1/nodes/n/proxy/exec/a/b/c, false",
        "GET, /api/v1/proxy/namespaces/n/services/s, false",
        "POST, /version, false"
    })
    void readOnlyIsReadOnlyByWhateverWay(String method, String target, boolean expected) {
        assertThat(allows(READ_ONLY, method, target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/namespaces/a/pods, true",
        "POST, /api/v1/namespaces/b/pods/p/exec, true",
        "GET, /apis/apps/v1/watch/namespaces/a/deployments, true",
        "GET, /api/v1/namespaces/a, true",
        "GET, /apis, true",
        "GET, /api/v1, true",
        "GET, /openapi/v3/apis/apps/v1?hash=x, true",
        "GET, /version, true",
        "POST, /apis/authorization.k8s.io/v1/selfsubjectaccessreviews, true",
        "GET, /api/v1/namespaces/c/pods, false",
        "GET, /api/v1/namespaces/%63/pods, false",
        "GET, /api/v1/pods, false",
        "GET, /api/v1/pods?fieldSelector=metadata.namespace=a, false",
        "GET, /api/v1/namespaces, false",
        "DELETE, /api/v1/namespaces/a, false",
        "PUT, /api/v1/namespaces/a/finalize, false",
        "POST, /api/v1/namespaces, false",
        "GET, /api/v1/nodes/n/proxy/, false",
        "GET, /apis/rbac.authorization.k8s.io/v1/clusterroles, false",
        "GET, /metrics, false",
        "GET, /logs/x, false",
        "GET, /debug/pprof/heap, false",
        "POST, /version, false"
    })
    void namespacesAreNotLeftByWhateverWay(String method, String target, boolean expected) {
        assertThat(allows(NAMESPACES, method, target)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "exec, POST, /api/v1/namespaces/n/pods/p/exec, false",
        "exec, GET, /api/v1/namespaces/n/pods/p/exec, false",
        "exec, GET, /api/v1/nodes/n/proxy/exec/a/b/c, false",
        "exec, GET, /api/v1/namespaces/n/pods/p/log, true",
        "exec, POST, /api/v1/namespaces/n/pods/p/attach, true",
        "exec, GET, /api/v1/namespaces/n/services/s/proxy/, true",
        "proxy, GET, /api/v1/namespaces/n/services/s/proxy/, false",
        "proxy, GET, /api/v1/proxy/namespaces/n/services/s, false",
        "nodes/proxy, GET, /api/v1/nodes/n/proxy/metrics, false",
        "nodes/proxy, GET, /api/v1/proxy/nodes/n, false",
        "nodes/proxy, GET, /api/v1/namespaces/n/services/s/proxy/, true",
        "log, GET, /api/v1/namespaces/n/pods/p/log, false",
        "log, GET, /version, true"
    })
    void whatIsForbiddenIsForbiddenByWhateverWay(String forbidden, String method, String target, boolean expected) {
        Restriction restriction = new Restriction(false, Set.of(), Set.of(forbidden));
        assertThat(allows(restriction, method, target)).isEqualTo(expected);
    }
}
