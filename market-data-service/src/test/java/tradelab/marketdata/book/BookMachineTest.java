package tradelab.marketdata.book;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.marketdata.book.BookEffect.NOTHING;
import static tradelab.marketdata.book.BookEffect.RECONNECT;
import static tradelab.marketdata.book.BookEffect.RESUBSCRIBE;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BookMachineTest {
    private final BookMachine machine = new BookMachine();

    @Example
    void becomesLiveWithTheSnapshotAndNotBefore() {
        assertThat(machine.state()).isEqualTo(BookState.DETACHED);
        assertThat(machine.on(BookEvent.SUBSCRIBED, 0)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.UPDATE, 1)).isEqualTo(NOTHING);
        assertThat(machine.state()).isEqualTo(BookState.AWAITING_SNAPSHOT);

        assertThat(machine.on(BookEvent.SNAPSHOT, 2)).isEqualTo(NOTHING);

        assertThat(machine.state()).isEqualTo(BookState.LIVE);
    }

    @Example
    void asksForANewSnapshotOnceHoweverManyFaultsItSees() {
        live(0);

        assertThat(machine.on(BookEvent.GAP, 1_000)).isEqualTo(RESUBSCRIBE);
        assertThat(machine.on(BookEvent.CHECKSUM_WRONG, 1_001)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.CROSSED, 1_500)).isEqualTo(NOTHING);

        assertThat(machine.state()).isEqualTo(BookState.SUSPECT);
    }

    @Example
    void isHealedByTheSnapshotOfTheNewSubscription() {
        live(0);
        var _ = machine.on(BookEvent.GAP, 1_000);
        var _ = machine.on(BookEvent.SNAPSHOT, 1_001); // of the old subscription: not to be trusted
        assertThat(machine.state()).isEqualTo(BookState.SUSPECT);

        var _ = machine.on(BookEvent.SUBSCRIBED, 1_002);
        var _ = machine.on(BookEvent.SNAPSHOT, 1_003);

        assertThat(machine.state()).isEqualTo(BookState.LIVE);
        assertThat(machine.resyncing()).isFalse();
    }

    @Example
    void becomesSuspectAfterTwentySecondsOfSilence() {
        live(0);

        assertThat(machine.on(BookEvent.TICK, 20_000)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.TICK, 20_001)).isEqualTo(RESUBSCRIBE);
    }

    @Example
    void staysLiveAsLongAsHeartbeatsCome() {
        live(0);
        var _ = machine.on(BookEvent.HEARTBEAT, 15_000);

        assertThat(machine.on(BookEvent.TICK, 35_000)).isEqualTo(NOTHING);
        assertThat(machine.state()).isEqualTo(BookState.LIVE);
    }

    @Example
    void replacesTheConnectionAfterThreeFruitlessResyncs() {
        live(0);
        assertThat(machine.on(BookEvent.GAP, 10_000)).isEqualTo(RESUBSCRIBE);
        assertThat(machine.on(BookEvent.TICK, 15_000)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.TICK, 15_001)).isEqualTo(RESUBSCRIBE);
        assertThat(machine.on(BookEvent.TICK, 20_002)).isEqualTo(RESUBSCRIBE);

        assertThat(machine.on(BookEvent.TICK, 25_003)).isEqualTo(RECONNECT);
    }

    @Example
    void doesNotWaitLongForASnapshotThatChangesHaveOvertaken() {
        var _ = machine.on(BookEvent.SUBSCRIBED, 0);
        var _ = machine.on(BookEvent.UPDATE, 10);

        assertThat(machine.on(BookEvent.TICK, 510)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.TICK, 511)).isEqualTo(RESUBSCRIBE);
    }

    @Example
    void doesNotAskDuringMaintenance() {
        live(0);

        assertThat(machine.on(BookEvent.MAINTENANCE, 1_000)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.TICK, 100_000)).isEqualTo(NOTHING);
        assertThat(machine.state()).isEqualTo(BookState.SUSPECT);
        assertThat(machine.on(BookEvent.TICK, 121_001)).isEqualTo(RESUBSCRIBE);
    }

    @Example
    void isDetachedWithoutAConnection() {
        live(0);

        assertThat(machine.on(BookEvent.DISCONNECTED, 1)).isEqualTo(NOTHING);
        assertThat(machine.on(BookEvent.GAP, 2)).isEqualTo(NOTHING);
        assertThat(machine.state()).isEqualTo(BookState.DETACHED);
    }

    @Property
    void neverHasTwoResyncsInFlightNorTwoWithinThePause(
            @ForAll @Size(max = 300) List<BookEvent> events, @ForAll @LongRange(min = 0, max = 700) long stepMillis) {
        BookMachine machine = new BookMachine();
        long nowMillis = 0;
        long lastMillis = -BookMachine.RESYNC_PAUSE_MILLIS;
        for (BookEvent event : events) {
            boolean inFlight = machine.resyncing();
            nowMillis += stepMillis;
            if (machine.on(event, nowMillis) == RESUBSCRIBE) {
                assertThat(inFlight && event != BookEvent.TICK).isFalse();
                assertThat(nowMillis - lastMillis).isGreaterThanOrEqualTo(BookMachine.RESYNC_PAUSE_MILLIS);
                assertThat(machine.state()).isEqualTo(BookState.SUSPECT);
                lastMillis = nowMillis;
            }
        }
    }

    @Property
    void isOnlyLiveAfterASnapshotWithoutAFaultSince(@ForAll @Size(max = 200) List<BookEvent> events) {
        BookMachine machine = new BookMachine();
        boolean clean = false;
        for (BookEvent event : events) {
            BookState before = machine.state();
            var _ = machine.on(event, 0);
            clean = switch (event) {
                case SNAPSHOT -> clean || before == BookState.AWAITING_SNAPSHOT;
                case UPDATE, HEARTBEAT, TICK -> clean;
                case SUBSCRIBED, GAP, CHECKSUM_WRONG, CROSSED, MALFORMED, MAINTENANCE, DISCONNECTED -> false;
            };
            assertThat(machine.state() == BookState.LIVE).isEqualTo(clean);
        }
    }

    private void live(long nowMillis) {
        var _ = machine.on(BookEvent.SUBSCRIBED, nowMillis);
        var _ = machine.on(BookEvent.SNAPSHOT, nowMillis);
    }
}
