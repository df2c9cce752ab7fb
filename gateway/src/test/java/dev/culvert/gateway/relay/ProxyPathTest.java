package dev.culvert.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyPathTest {
    @ParameterizedTest
    @CsvSource({
        "/api/v1/namespaces/n/services/s:80/proxy, true",
        "/api/v1/namespaces/n/services/https:s:/proxy/a?b, true",
        "/api/v1/namespaces/n/pods/p/proxy/, true",
        "/api/v1/nodes/n/proxy/logs, true",
        "/api/v1/namespaces/n/services/proxy, false",
        "/api/v1/namespaces/proxy/pods/p/log, false",
        "/api/v1/namespaces/n/configmaps/c/proxy, false",
        "/apis/x/v1/namespaces/n/services/s/proxy, false",
        "/api/v1/pods?x=/api/v1/nodes/n/proxy, false",
        "/version, false"
    })
    void knowsTheProxySubresources(String target, boolean proxy) {
        assertThat(ProxyPath.matches(target)).isEqualTo(proxy);
    }
}
