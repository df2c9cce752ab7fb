package dev.culvert.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.tunnel.failure.ResetCode;
import dev.culvert.tunnel.failure.StreamResetException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatusExceptionTest {
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NOT_FOUND", "ALREADY_EXISTS", "CONFLICT"})
    void noReasonButThoseOfTheAdministrationSaysThatAnObjectIsMissingOrThere(StatusReason reason) {
        assertThat(reason.code()).isNotIn(404, 409, 410);
        assertThat(reason.text()).isNotIn("NotFound", "AlreadyExists", "Conflict", "Gone", "Expired");
    }

    @ParameterizedTest
    @EnumSource
    void retryAfterGoesOnlyWhereNothingWasExecuted(StatusReason reason) {
        StatusException status = new StatusException(reason, "text");
        if (reason == StatusReason.TOO_MANY_REQUESTS || reason == StatusReason.SERVICE_UNAVAILABLE) {
            assertThat(status.withRetryAfter(3).retryAfterSeconds()).hasValue(3);
        } else {
            assertThatThrownBy(() -> status.withRetryAfter(3)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void resetsThatMayHaveExecutedNeverInviteARetry(ResetCode code) {
        StatusException status = TunnelFailure.toStatus(new StreamResetException(code, "detail"));

        assertThat(status.text()).doesNotContain("detail");
        if (code.mayHaveExecuted()) {
            assertThat(status.retryAfterSeconds()).isEmpty();
            assertThat(status.code()).isIn(500, 504);
        } else {
            assertThat(status.code()).isIn(400, 503);
        }
    }

    @Test
    void whatThisSideKnowsBetterThanTheCodeCounts() {
        assertThat(TunnelFailure.toStatus(new StreamResetException(ResetCode.CARRIER_LOST, "", false))
                        .code())
                .isEqualTo(503);
        assertThat(TunnelFailure.toStatus(new StreamResetException(ResetCode.CARRIER_LOST, "", true))
                        .code())
                .isEqualTo(504);
    }

    @Test
    void markupIsEscaped() {
        String body = StatusBody.of(StatusException.forbidden("<script>&"), "a", false)
                .toString();

        assertThat(body).contains("gateway: &lt;script&gt;&amp; (request a)").doesNotContain("<");
    }
}
