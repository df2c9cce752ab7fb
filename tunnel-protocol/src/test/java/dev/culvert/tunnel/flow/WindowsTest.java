package dev.culvert.tunnel.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.culvert.tunnel.failure.CloseCode;
import dev.culvert.tunnel.failure.ProtocolViolationException;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowsTest {
    private final Budget budget = new Budget(1_000_000);
    private long now = 1;
    private final Line line = new Line(() -> now);

    @Test
    void sendersSpendWhatTheyWereGranted() {
        SendWindow window = new SendWindow(10);
        window.spend(10);
        assertThat(window.available()).isZero();
        assertThatThrownBy(() -> window.spend(1)).isInstanceOf(IllegalStateException.class);
        window.grant(5);
        assertThat(window.available()).isEqualTo(5);
    }

    @Test
    void creditAboveTwoToThe31IsAViolation() {
        SendWindow window = new SendWindow(10);
        assertThatThrownBy(() -> window.grant(Integer.MAX_VALUE))
                .isInstanceOfSatisfying(ProtocolViolationException.class, e -> assertThat(e.code())
                        .isEqualTo(CloseCode.FLOW_CONTROL_ERROR));
    }

    @Test
    void moreThanGrantedIsAViolation() {
        ReceiveWindow window = window(100, 100);
        window.received(100);
        assertThatThrownBy(() -> window.received(1))
                .isInstanceOfSatisfying(ProtocolViolationException.class, e -> assertThat(e.code())
                        .isEqualTo(CloseCode.FLOW_CONTROL_ERROR));
    }

    @Test
    void creditReturnsInQuartersOfTheWindow() {
        ReceiveWindow window = window(100, 100);
        window.received(60);
        assertThat(window.consumed(24)).isZero();
        assertThat(window.consumed(1)).isEqualTo(25);
        assertThat(window.consumed(10)).isZero();
    }

    @Test
    void theWindowDoublesWithEachWindowConsumedUpToItsLimit() {
        ReceiveWindow window = window(100, 250);
        window.received(100);
        assertThat(window.consumed(100)).isEqualTo(200);
        assertThat(window.capacity()).isEqualTo(200);
        window.received(200);
        assertThat(window.consumed(200)).isEqualTo(250);
        assertThat(window.capacity()).isEqualTo(250);
        window.received(250);
        assertThat(window.consumed(250)).isEqualTo(250);
        assertThat(budget.reserved()).isEqualTo(250);
    }

    @Test
    void aWindowDoesNotGrowBeyondTheBudget() {
        Budget small = new Budget(150);
        ReceiveWindow window = Objects.requireNonNull(ReceiveWindow.reserve(small, 100, 1000, line));
        window.received(100);
        assertThat(window.consumed(100)).isEqualTo(100);
        assertThat(window.capacity()).isEqualTo(100);
        assertThat(ReceiveWindow.reserve(small, 100, 100, line)).isNull();
    }

    @Test
    void onALongLineAWindowGrowsAsLongAsItIsWhatTheStreamWaitsFor() {
        line.roundTrip(1000);
        ReceiveWindow window = window(100, 100);
        consumeAWindow(window, 1300);
        assertThat(window.capacity()).isEqualTo(200);
        consumeAWindow(window, 1300);
        assertThat(window.capacity()).isEqualTo(400);
        consumeAWindow(window, 1500);
        assertThat(window.capacity()).as("the line is full").isEqualTo(400);
        consumeAWindow(window, 1_000_000);
        assertThat(window.capacity()).as("a slow reader").isEqualTo(400);
        assertThat(budget.reserved()).isEqualTo(400);
    }

    @Test
    void aLineThatHandsOverMuchAtOnceAfterAPauseHasAWindowForIt() {
        line.roundTrip(1000);
        ReceiveWindow window = window(100, 100);
        now += 7000;
        consumeAWindow(window, 10);
        assertThat(window.capacity()).isEqualTo(200);
        now += 7000;
        window.received(150);
        window.consumed(150);
        assertThat(window.capacity()).as("it was no whole window").isEqualTo(200);
    }

    @Test
    void aReaderThatTakesMuchAtOnceAfterAPauseIsASlowOne() {
        line.roundTrip(1000);
        ReceiveWindow window = window(100, 100);
        for (int i = 0; i < 10; i++) {
            window.received(100);
            now += 7000;
            window.consumed(30);
            window.consumed(30);
            window.consumed(40);
        }
        assertThat(window.capacity()).isEqualTo(100);
    }

    @Test
    void aStreamHasTheWindowThatAnotherFoundOutOnceItHasWaitedForItsFirst() {
        line.roundTrip(1000);
        ReceiveWindow first = window(100, 200);
        for (int i = 0; i < 4; i++) {
            consumeAWindow(first, 1000);
        }
        assertThat(first.capacity()).isEqualTo(1600);

        ReceiveWindow second = window(100, 200);
        second.received(100);
        now += 1000;
        assertThat(second.consumed(60)).isEqualTo(60);
        assertThat(second.consumed(40)).isEqualTo(1540);
        assertThat(second.capacity()).isEqualTo(1600);

        ReceiveWindow slow = window(100, 200);
        consumeAWindow(slow, 2000);
        assertThat(slow.capacity()).as("a slow reader needs none").isEqualTo(200);
        assertThat(budget.reserved()).isEqualTo(1600 + 1600 + 200);
    }

    @Test
    void whatALineHeldIsForgotten() {
        line.roundTrip(1000);
        ReceiveWindow first = window(100, 100);
        consumeAWindow(first, 1000);
        consumeAWindow(first, 1000);
        now += TimeUnit.MINUTES.toNanos(1);

        ReceiveWindow second = window(100, 100);
        consumeAWindow(second, 1000);
        assertThat(second.capacity()).isEqualTo(200);
    }

    @Test
    void whereTheWindowOfOthersIsMoreThanCanBeSparedAWindowGrowsByItself() {
        line.roundTrip(1000);
        ReceiveWindow first = window(100, 200);
        for (int i = 0; i < 4; i++) {
            consumeAWindow(first, 1000);
        }
        Budget small = new Budget(1000);
        ReceiveWindow second = Objects.requireNonNull(ReceiveWindow.reserve(small, 100, 200, line));
        consumeAWindow(second, 1000);
        assertThat(second.capacity()).isEqualTo(200);
    }

    @Test
    void onALongLineAWindowGrowsToSixtyFourTimesItsLimit() {
        line.roundTrip(1000);
        ReceiveWindow window = window(100, 150);
        for (int i = 0; i < 10; i++) {
            consumeAWindow(window, 1000);
        }
        assertThat(window.capacity()).isEqualTo(64 * 150);
        assertThat(budget.reserved()).isEqualTo(64 * 150);
        window.close();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void aLineThatHasBecomeLongerHasLargerWindows() {
        line.idleRoundTrip(10);
        line.idleRoundTrip(1000);
        line.idleRoundTrip(1000);
        ReceiveWindow before = window(100, 100);
        consumeAWindow(before, 1300);
        assertThat(before.capacity()).as("one of three may have been held up").isEqualTo(100);

        line.idleRoundTrip(1000);
        ReceiveWindow after = window(100, 100);
        consumeAWindow(after, 1300);
        assertThat(after.capacity()).isEqualTo(200);
    }

    @Test
    void roundTripsBehindBulkMakeNoLineLonger() {
        line.idleRoundTrip(1000);
        for (int i = 0; i < 10; i++) {
            line.roundTrip(100_000);
        }
        ReceiveWindow window = window(100, 100);
        consumeAWindow(window, 1600);
        assertThat(window.capacity()).isEqualTo(100);
    }

    @Test
    void aWindowDoesNotGrowBeyondItsLimitBeforeARoundTripWasMeasured() {
        ReceiveWindow window = window(100, 100);
        consumeAWindow(window, 0);
        assertThat(window.capacity()).isEqualTo(100);
    }

    @Test
    void theLengthOfALineLeavesHalfOfEachBudgetToOthers() {
        line.roundTrip(1000);
        Budget whole = new Budget(1000);
        Budget part = whole.part(600);
        ReceiveWindow window = Objects.requireNonNull(ReceiveWindow.reserve(part, 100, 100, line));
        for (int i = 0; i < 10; i++) {
            consumeAWindow(window, 1000);
        }
        assertThat(window.capacity()).as("400 are more than half of the part").isEqualTo(200);
        assertThat(part.reserve(400)).isTrue();
        part.release(400);

        assertThat(whole.reserve(250)).isTrue();
        ReceiveWindow second = Objects.requireNonNull(ReceiveWindow.reserve(part, 50, 50, line));
        consumeAWindow(second, 1000);
        assertThat(second.capacity()).as("the whole has nothing to spare").isEqualTo(50);
    }

    @Test
    void memoryIsKeptUntilWhatCameInIsConsumed() {
        ReceiveWindow window = window(100, 100);
        window.received(70);
        window.close();
        assertThat(budget.reserved()).isEqualTo(100);
        assertThat(window.consumed(50)).isZero();
        assertThat(budget.reserved()).isEqualTo(100);
        window.consumed(20);
        assertThat(budget.reserved()).isZero();
        window.close();
        window.discard();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void discardedBytesGiveTheMemoryBack() {
        ReceiveWindow window = window(100, 100);
        window.received(70);
        window.discard();
        assertThat(budget.reserved()).isEqualTo(100);
        window.close();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void aPartOfABudgetCountsInTheWhole() {
        Budget part = budget.part(300);
        assertThat(part.reserve(300)).isTrue();
        assertThat(part.reserve(1)).isFalse();
        assertThat(budget.reserved()).isEqualTo(300);
        Budget other = budget.part(Long.MAX_VALUE);
        assertThat(other.reserve(700_000)).isTrue();
        assertThat(other.reserve(400_000)).isFalse();
        assertThat(other.reserved()).isEqualTo(700_000);
        part.release(300);
        assertThat(budget.reserved()).isEqualTo(700_000);
    }

    @Test
    void neverMoreIsUnderWayThanTheWindowHolds() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            ReceiveWindow receiver = window(1 + random.nextInt(1000), 5000);
            SendWindow sender = new SendWindow(receiver.capacity());
            int unread = 0;
            for (int step = 0; step < 500; step++) {
                int send = random.nextInt(sender.available() + 1);
                sender.spend(send);
                receiver.received(send);
                unread += send;
                assertThat(unread).isLessThanOrEqualTo(receiver.capacity());
                int read = random.nextInt(unread + 1);
                unread -= read;
                int grant = receiver.consumed(read);
                if (grant > 0) {
                    sender.grant(grant);
                }
                if (unread == 0) {
                    assertThat(sender.available())
                            .as("a stream that is read goes on")
                            .isPositive();
                }
            }
            receiver.close();
            receiver.discard();
        }
        assertThat(budget.reserved()).isZero();
    }

    private ReceiveWindow window(int initial, int limit) {
        return Objects.requireNonNull(ReceiveWindow.reserve(budget, initial, limit, line));
    }

    /** A whole window comes in and is consumed, in that time. */
    private void consumeAWindow(ReceiveWindow window, long nanos) {
        int whole = window.capacity();
        window.received(whole);
        now += nanos;
        window.consumed(whole);
    }
}
