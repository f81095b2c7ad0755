package tradelab.venue.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MatchingEngineTest {
    private final EventLog log = new EventLog();
    private final MatchingEngine engine = new MatchingEngine(10, log);

    @Test
    void tradesWithTheBestPriceFirstAndThenWithTheEarlierOrder() {
        engine.submit(1, 1, OrderKind.LIMIT, -5, 102, 0);
        engine.submit(2, 1, OrderKind.LIMIT, -5, 101, 0);
        engine.submit(3, 1, OrderKind.LIMIT, -5, 101, 0);
        log.events.clear();
        engine.submit(4, 2, OrderKind.LIMIT, 12, 102, 9);
        assertThat(log.events)
                .containsExactly(
                        "traded maker=2/1 left=0 taker=4/2 left=7 5@101 t=9",
                        "closed 2 owner=1 0 FILLED t=9",
                        "traded maker=3/1 left=0 taker=4/2 left=2 5@101 t=9",
                        "closed 3 owner=1 0 FILLED t=9",
                        "traded maker=1/1 left=3 taker=4/2 left=0 2@102 t=9",
                        "closed 4 owner=2 0 FILLED t=9");
    }

    @Test
    void keepsThePlaceInTheQueueWhenAnOrderOnlyGetsSmaller() {
        engine.submit(1, 1, OrderKind.LIMIT, 5, 100, 0);
        engine.submit(2, 1, OrderKind.LIMIT, 5, 100, 0);
        assertThat(engine.replace(1, OrderKind.LIMIT, OrderOptions.NONE, 3, 100, 1))
                .isTrue();
        engine.submit(3, 2, OrderKind.IOC, -3, 100, 2);
        assertThat(engine.resting(1)).isZero();
        assertThat(engine.resting(2)).isEqualTo(5);
    }

    @Test
    void closesWhatIsLeftOfOrdersThatMayNotRest() {
        engine.submit(1, 1, OrderKind.LIMIT, -5, 100, 0);
        log.events.clear();
        engine.submit(2, 2, OrderKind.FOK, 6, 100, 1);
        engine.submit(3, 2, OrderKind.POST_ONLY, 6, 100, 1);
        engine.submit(4, 2, OrderKind.IOC, 2, 100, 1);
        engine.submit(5, 2, OrderKind.MARKET, 6, 0, 1);
        assertThat(log.events)
                .containsExactly(
                        "closed 2 owner=2 6 NOT_COMPLETELY t=1",
                        "closed 3 owner=2 6 WOULD_TAKE t=1",
                        "traded maker=1/1 left=3 taker=4/2 left=0 2@100 t=1",
                        "closed 4 owner=2 0 FILLED t=1",
                        "traded maker=1/1 left=0 taker=5/2 left=3 3@100 t=1",
                        "closed 1 owner=1 0 FILLED t=1",
                        "closed 5 owner=2 3 NO_LIQUIDITY t=1");
    }

    @Test
    void closesAnOrderThatTheFullBookCannotHold() {
        for (int id = 1; id <= 10; id++) {
            engine.submit(id, 1, OrderKind.LIMIT, 1, id, 0);
        }
        log.events.clear();
        engine.submit(11, 1, OrderKind.LIMIT, 1, 50, 3);
        assertThat(log.events).containsExactly("closed 11 owner=1 1 BOOK_FULL t=3");
    }

    @Test
    void refusesAnIdThatIsInTheBook() {
        engine.submit(1, 1, OrderKind.LIMIT, 1, 100, 0);
        assertThatThrownBy(() -> engine.submit(1, 1, OrderKind.LIMIT, 1, 100, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orderId");
    }

    @Test
    void refusesRoomForMoreOrdersThanTheBookMayHold() {
        assertThatThrownBy(() -> new MatchingEngine(10, 11, log))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ordersExpected: expected 1 to 10, got 11");
    }
}
