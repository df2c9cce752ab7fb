package dev.culvert.gateway.requestinfo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestInfoTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", emptyValue = "", textBlock = """
            GET    | /api/v1/pods                                              | list             | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch=1                                      | watch            | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch                                        | watch            | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch=TRUE&limit=x                           | watch            | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch=False                                  | list             | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch=0&watch=1                              | list             | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?w%61tch=1                                    | watch            | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/pods?watch=1;x=2                                  | list             | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/watch/namespaces/n/pods                           | watch            | ''   | n      | pods        | ''      | ''
            GET    | /api/v1/watch/pods                                        | watch            | ''   | ''     | pods        | ''      | ''
            HEAD   | /api/v1/namespaces/n/pods/p                               | get              | ''   | n      | pods        | ''      | p
            POST   | /api/v1/namespaces/n/pods                                 | create           | ''   | n      | pods        | ''      | ''
            PUT    | /api/v1/namespaces/n/pods/p/status                        | update           | ''   | n      | pods        | status  | p
            PATCH  | /apis/apps/v1/namespaces/n/deployments/d/scale            | patch            | apps | n      | deployments | scale   | d
            DELETE | /apis/apps/v1/namespaces/n/deployments/d                  | delete           | apps | n      | deployments | ''      | d
            DELETE | /apis/apps/v1/namespaces/n/deployments                    | deletecollection | apps | n      | deployments | ''      | ''
            GET    | /api/v1/namespaces                                        | list             | ''   | ''     | namespaces  | ''      | ''
            GET    | /api/v1/namespaces/n                                      | get              | ''   | n      | namespaces  | ''      | n
            PUT    | /api/v1/namespaces/n/finalize                             | update           | ''   | n      | namespaces  | finalize| n
            GET    | /api/v1/namespaces/n/status                               | get              | ''   | n      | namespaces  | status  | n
            GET    | /api/v1/namespaces/n/services/s:80/proxy/a/b              | get              | ''   | n      | services    | proxy   | s:80
            GET    | /api/v1/proxy/namespaces/n/services/s/a                   | proxy            | ''   | n      | services    | ''      | s
            GET    | /api/v1/nodes/node-1/proxy/exec/n/p/c                     | get              | ''   | ''     | nodes       | proxy   | node-1
            POST   | /api/v1/namespaces/n/pods/p/exec?command=a&command=b      | create           | ''   | n      | pods        | exec    | p
            GET    | /api/v1/namespaces/n/pods?fieldSelector=metadata.name%3Dp | list             | ''   | n      | pods        | ''      | p
            GET    | /api/v1/namespaces/n/pods?watch=1&fieldSelector=spec.nodeName!=x,metadata.name==p | watch | '' | n | pods     | ''      | p
            GET    | /api/v1/namespaces/n/pods?fieldSelector=metadata.name!=p  | list             | ''   | n      | pods        | ''      | ''
            GET    | /api/v1/namespaces/n/pods?fieldSelector=metadata.name=a/b | list             | ''   | n      | pods        | ''      | ''
            GET    | /api/v1/namespaces/n/pods?fieldSelector=metadata.name=p&limit=x | list       | ''   | n      | pods        | ''      | ''
            GET    | /api/v1/namespaces/n/pods?fieldSelector=metadata.name=p&limit=  | list       | ''   | n      | pods        | ''      | ''
            GET    | //api/v1/pods                                             | list             | ''   | ''     | pods        | ''      | ''
            GET    | /api/v1/n%61mespaces/n/pods/p%2Fexec                      | get              | ''   | n      | pods        | exec    | p
            POST   | /api/v1//pods                                             | create           | ''   | ''     | ''          | ''      | pods
            OPTIONS| /api/v1/pods                                              | ''               | ''   | ''     | pods        | ''      | ''
            """)
    void resourcesAreTakenForWhatTheApiServerTakesThemFor(
            String method,
            String target,
            String verb,
            String group,
            String namespace,
            String resource,
            String subresource,
            String name) {
        RequestInfo info = RequestInfo.of(method, target);

        assertThat(info.isResource()).isTrue();
        assertThat(info.apiVersion()).isEqualTo("v1");
        assertThat(new String[] {
                    info.verb(), info.apiGroup(), info.namespace(), info.resource(), info.subresource(), info.name()
                })
                .containsExactly(verb, group, namespace, resource, subresource, name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api",
                "/api/v1",
                "/apis/apps/v1",
                "/version",
                "/healthz?verbose",
                "/api/v1/watch",
                "/x/v1/pods"
            })
    void anythingElseIsAPath(String target) {
        RequestInfo info = RequestInfo.of("GET", target);

        assertThat(info.isResource()).isFalse();
        assertThat(info.verb()).isEqualTo("get");
        assertThat(info.path()).isEqualTo(target.replaceFirst("\\?.*", ""));
    }

    @Test
    void whatIsMalformedIsAPathAsItCame() {
        assertThat(RequestInfo.of("GET", "/api/v1/namespaces/%zz/pods").isResource())
                .isFalse();
        assertThat(RequestInfo.of("GET", "/api/v1/namespaces/%zz/pods").path())
                .isEqualTo("/api/v1/namespaces/%zz/pods");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/pods?watch=1, true",
        "GET, /api/v1/watch/pods, true",
        "GET, /api/v1/namespaces/n/pods/p/log, true",
        "POST, /api/v1/namespaces/n/pods/p/exec, true",
        "GET, /api/v1/namespaces/n/services/s/proxy/x, true",
        "GET, /api/v1/pods, false",
        "GET, /version?watch=1, false",
        "POST, /api/v1/namespaces/n/pods/p/eviction, false"
    })
    void longRunningOnesAreThoseThatTheApiServerDoesNotTime(String method, String target, boolean expected) {
        assertThat(RequestInfo.of(method, target).isLongRunning()).isEqualTo(expected);
    }
}
