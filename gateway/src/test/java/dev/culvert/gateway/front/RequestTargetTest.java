package dev.culvert.gateway.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.status.StatusException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @ParameterizedTest
    @CsvSource({
        "/, false",
        "/a/../b, false",
        "/a/..b/c, false",
        "/..., false",
        "/a?x=/../../.., false",
        "/%252e%252e/x, false",
        "/.., true",
        "/../a, true",
        "/a/../../b, true",
        "/./../b, true",
        "//../b, true",
        "/a//../../b, true",
        "/%2e%2E/b, true",
        "/.%2e/b, true",
        "/..%2Fb, true",
        "/a%2F..%2f..%2fb, true",
        "/..\\b, true",
        "/..%5C..%5cb, true",
        "/..;jsessionid=1/b, true"
    })
    void findsPathsThatClimbOut(String target, boolean climbs) {
        assertThat(RequestTarget.climbsOut(target)).isEqualTo(climbs);
    }

    @ParameterizedTest
    @CsvSource({"/a%2F?b, /a%2F?b", "https://gw:1/a/../b?c, /a/../b?c", "HTTP://GW:1, /", "http://gw:1?x, /?x"})
    void originFormIsTakenOut(String target, String expected) {
        assertThat(RequestTarget.originForm(target, "gw:1")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "http://other/a",
                "http://gw:1@other/a",
                "ftp://gw:1/",
                "/a b",
                "/a\t",
                "/a\u0000",
                "/\u0100"
            })
    void anythingElseIsRefused(String target) {
        assertThatThrownBy(() -> RequestTarget.originForm(target, "gw:1"))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(400));
    }
}
