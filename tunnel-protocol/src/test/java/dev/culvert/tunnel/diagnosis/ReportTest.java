package dev.culvert.tunnel.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Finding NAME = Finding.ok("dns", "gw.example is 192.0.2.1");
    private static final Finding PORT = Finding.failed("tcp", "refused", "open the port");
    private static final Finding LATER = Finding.skipped("proxy-auth", "tcp failed");

    @Test
    void everyFindingIsOneLineWithItsAdvice() {
        assertThat(new Report(List.of(NAME, PORT, LATER)).text().lines())
                .containsExactly(
                        "ok       dns         gw.example is 192.0.2.1",
                        "failed   tcp         refused -> open the port",
                        "skipped  proxy-auth  tcp failed");
    }

    @Test
    void onlyAFailureIsUnhealthy() {
        Finding warning = Finding.warning("alpn", "no HTTP/2", "have it let through");
        assertThat(new Report(List.of(NAME, LATER, warning)).healthy()).isTrue();
        assertThat(new Report(List.of(NAME, PORT)).healthy()).isFalse();
    }

    @Test
    void programsGetTheSame() {
        JsonObject json = new JsonObject(new Report(List.of(PORT)).json());
        assertThat(json.getBoolean("healthy")).isFalse();
        assertThat(json.getJsonArray("findings").getJsonObject(0).getMap())
                .containsEntry("place", "tcp")
                .containsEntry("state", "failed")
                .containsEntry("detail", "refused")
                .containsEntry("advice", "open the port");
    }

    @Test
    void whatOthersSayCannotForgeALineOrMoveTheCursor() {
        Finding finding =
                Finding.failed("proxy", "HTTP/1.1 200\r\nok  \u001b[2Jtls  fine\u2028more" + "x".repeat(2_000), "");
        assertThat(finding.detail())
                .startsWith("HTTP/1.1 200 ok   [2Jtls  fine more")
                .hasSizeLessThan(700)
                .endsWith("...");
    }
}
