package dev.culvert.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.gateway.authn.Caller;
import dev.culvert.gateway.authz.RequestAttributes;
import dev.culvert.gateway.status.StatusException;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Caller ALICE = Caller.named("alice");
    private static final Caller BOB = Caller.named("bob");
    private static final RequestAttributes GET = RequestAttributes.of("GET", "/api/v1/pods", false);
    private static final RequestAttributes WATCH = RequestAttributes.of("GET", "/api/v1/pods?watch=1", false);
    private static final RequestAttributes EXEC =
            RequestAttributes.of("POST", "/api/v1/namespaces/n/pods/p/exec", true);

    private final Admission admission = new Admission(new Quota(2, 1, 1, 0), new Quota(3, 10, 10, 0));

    private void assertRefused(Caller caller, String cluster, RequestAttributes request, String why) {
        assertThatThrownBy(() -> admission.admit(caller, cluster, request))
                .isInstanceOfSatisfying(StatusException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(429);
                    assertThat(refused.text()).contains(why);
                    assertThat(refused.retryAfterSeconds()).hasValue(1);
                });
    }

    @Test
    void oneKindDoesNotKeepAnotherOut() {
        admission.admit(ALICE, "c", WATCH);
        assertRefused(ALICE, "c", WATCH, "you have too many watches");

        admission.admit(ALICE, "c", EXEC);
        assertRefused(ALICE, "c", EXEC, "you have too many remote commands");
        admission.admit(ALICE, "c", GET);
    }

    @Test
    void aCallersRequestsCountInAllClustersTogetherAndNoOtherCallers() {
        admission.admit(ALICE, "c", GET);
        admission.admit(ALICE, "d", GET);
        assertRefused(ALICE, "e", GET, "you have too many requests");
        admission.admit(BOB, "c", GET);
    }

    @Test
    void aClusterIsNotAskedTooMuchByAllTogether() {
        admission.admit(ALICE, "c", GET);
        admission.admit(ALICE, "c", GET);
        admission.admit(BOB, "c", GET);
        assertRefused(BOB, "c", GET, "cluster \"c\" has too many requests");
        admission.admit(BOB, "d", GET);
    }

    @Test
    void aPlaceIsGivenBackOnceAndNobodyIsRemembered() {
        Runnable first = admission.admit(ALICE, "c", GET);
        Runnable second = admission.admit(ALICE, "c", GET);
        first.run();
        first.run();
        Runnable third = admission.admit(ALICE, "c", GET);
        assertRefused(ALICE, "c", GET, "you have");

        second.run();
        third.run();
        assertThat(admission.remembered()).isZero();
    }

    @Test
    void whoAsksTooOftenIsToldToWaitAndNobodyElse() {
        Admission paced = new Admission(new Quota(100, 1, 1, 3), new Quota(100, 1, 1, 5));
        for (int i = 0; i < 3; i++) {
            paced.admit(ALICE, "c", GET);
        }
        assertThatThrownBy(() -> paced.admit(ALICE, "d", GET))
                .hasMessageContaining("you send too many requests a second");
        paced.admit(BOB, "c", GET);
        paced.admit(BOB, "c", GET);
        assertThatThrownBy(() -> paced.admit(BOB, "c", GET))
                .hasMessageContaining("cluster \"c\" is sent too many requests a second");
    }

    @Test
    void aRefusalTakesNothing() {
        admission.admit(BOB, "c", GET);
        admission.admit(BOB, "c", GET);
        Runnable alices = admission.admit(ALICE, "c", GET);
        assertRefused(ALICE, "c", GET, "cluster");
        alices.run();
        admission.admit(ALICE, "d", GET);
        admission.admit(ALICE, "d", GET);
    }
}
