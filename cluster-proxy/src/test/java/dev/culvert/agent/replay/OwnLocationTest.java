package dev.culvert.agent.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.culvert.agent.credentials.ApiServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnLocationTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.internal:6443/api/v1/x?y=1, /api/v1/x?y=1",
        "HTTPS://API.internal:6443/a%2Fb//c, /a%2Fb//c",
        "//api.internal:6443/x, /x",
        "https://api.internal:6443, /",
        "https://api.internal:6443?x=1, /?x=1",
        "/api/v1/x, /api/v1/x",
        "x/y, x/y",
        "http://api.internal:6443/x, http://api.internal:6443/x",
        "https://api.internal/x, https://api.internal/x",
        "https://api.internal:64430/x, https://api.internal:64430/x",
        "https://api.internal:6443.evil.example/x, https://api.internal:6443.evil.example/x",
        "https://user@api.internal:6443/x, https://user@api.internal:6443/x"
    })
    void theServersOwnNameIsLeftOutAndAnyOtherStays(String location, String expected) {
        assertThat(OwnLocation.of(location, new ApiServer("api.internal", 6443, "")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.internal/k8s/c1/api, /api",
        "https://api.internal:443/k8s/c1, /",
        "/k8s/c1/api?x, /api?x",
        "/k8s/c10/api, /k8s/c10/api",
        "/api, /api"
    })
    void theServersPathIsLeftOutAsWell(String location, String expected) {
        assertThat(OwnLocation.of(location, new ApiServer("api.internal", 443, "/k8s/c1")))
                .isEqualTo(expected);
    }
}
