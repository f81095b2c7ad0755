package tradelab.venue.taiwan.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.ExchangeObserver;
import tradelab.venue.taiwan.exchange.Report;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.exchange.TaiwanLedger;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.session.Phase;
import tradelab.venue.taiwan.universe.GeneratedUniverse;

class BackgroundFlowTest {
    private static final int EVENTS_PER_SECOND = 2_000;
    private static final int MILLIS = 10_000;

    /** Notes at which market times something changed. */
    private static final class Changes implements ExchangeObserver {
        private final TaiwanExchange exchange;
        private final Set<Long> times = new HashSet<>();
        private long count;

        Changes(TaiwanExchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void changed(int index) {
            count++;
            times.add(exchange.nowMillis());
        }

        @Override
        public void report(Account account, Report report) {}

        @Override
        public void traded(SecurityMarket market, Trade trade) {}

        @Override
        public void state(SecurityMarket market, SecurityState state, long nowMillis) {}

        @Override
        public void phase(Phase phase, long nowMillis) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 50, 1_000})
    void comesAtTheSameRateHoweverTheTimeIsSliced(int sliceMillis) {
        Changes changes = changes(sliceMillis);
        assertThat(changes.count).isCloseTo(changes(10).count, withinPercentage(10));
        assertThat(changes.times).hasSizeBetween(MILLIS / sliceMillis * 9 / 10, MILLIS / sliceMillis + 20);
    }

    @Test
    void refusesASliceOutOfItsRange() {
        for (int slice : new int[] {0, 1_001}) {
            assertThatThrownBy(() -> new BackgroundFlow(1, EVENTS_PER_SECOND, slice, Regime.CALM))
                    .hasMessageContaining("sliceMillis: expected 1 to 1000, got '" + slice);
        }
    }

    private static Changes changes(int sliceMillis) {
        TaiwanExchange exchange = new TaiwanExchange(
                GeneratedUniverse.make(1),
                LocalDateTime.of(2026, 1, 5, 10, 0, 1),
                1,
                new BackgroundFlow(7, EVENTS_PER_SECOND, sliceMillis, Regime.CALM),
                new TaiwanLedger(1));
        Changes changes = new Changes(exchange);
        exchange.observe(changes);
        assertThat(exchange.advance(exchange.nowMillis() + MILLIS, Integer.MAX_VALUE))
                .isTrue();
        return changes;
    }
}
