package dev.culvert.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {
    private static final long MILLISECOND = 1_000_000;

    /** Close to where the clock's numbers begin anew. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 300 * MILLISECOND);

    private final Rate rate = new Rate(10, now::get);

    private int takenAtOnce(String holder) {
        int taken = 0;
        while (rate.tryTake(holder)) {
            taken++;
        }
        return taken;
    }

    @Test
    void asManyAtOnceAsInASecondAndThenAsFastAsTheyComeBack() {
        assertThat(takenAtOnce("a")).isEqualTo(10);
        now.addAndGet(99 * MILLISECOND);
        assertThat(takenAtOnce("a")).isZero();
        now.addAndGet(MILLISECOND);
        assertThat(takenAtOnce("a")).isEqualTo(1);
        now.addAndGet(500 * MILLISECOND);
        assertThat(takenAtOnce("a")).isEqualTo(5);
        now.addAndGet(60_000 * MILLISECOND);
        assertThat(takenAtOnce("a")).isEqualTo(10);
    }

    @Test
    void oneDoesNotTakeFromAnother() {
        assertThat(takenAtOnce("a")).isEqualTo(10);
        assertThat(takenAtOnce("b")).isEqualTo(10);
    }

    @Test
    void withoutALimitNobodyIsCounted() {
        Rate none = new Rate(0, now::get);
        for (int i = 0; i < 1_000; i++) {
            assertThat(none.tryTake("a")).isTrue();
        }
        assertThat(none.remembered()).isZero();
    }

    @Test
    void whoRestedIsForgottenWhereThereAreMany() {
        for (int i = 0; i < 5_000; i++) {
            rate.tryTake("holder " + i);
            now.addAndGet(MILLISECOND);
        }
        assertThat(rate.remembered()).isLessThan(1_200);
    }
}
