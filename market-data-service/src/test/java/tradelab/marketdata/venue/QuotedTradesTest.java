package tradelab.marketdata.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.feed.FeedSink;
import tradelab.marketdata.feed.Unparsed;

class QuotedTradesTest {
    private static final Instrument TSMC = Instrument.parse("TWSE:2330");
    private static final long MORNING = 1_767_574_740_000L;

    private final QuotedTrades trades = new QuotedTrades();
    private final List<String> told = new ArrayList<>();
    private final Set<Long> ids = new HashSet<>();
    private final FeedSink sink = new FeedSink() {
        @Override
        public void instruments(List<Instrument> instruments) {}

        @Override
        public void quote(
                Instrument instrument,
                @Nullable Price bid,
                Amount bidAmount,
                @Nullable Price ask,
                Amount askAmount,
                @Nullable Price last,
                long venueEpochMillis) {}

        @Override
        public void snapshot(
                Instrument instrument,
                List<Book.Level> bids,
                List<Book.Level> asks,
                @Nullable Price last,
                long venueEpochMillis) {}

        @Override
        public void level(Instrument instrument, boolean bid, Book.Level level, long venueEpochMillis) {}

        @Override
        public void trade(Instrument instrument, Trade trade) {
            assertThat(ids.add(trade.id())).as("a number of its own").isTrue();
            told.add(trade.amount() + " at " + trade.price());
        }

        @Override
        public void tradesMissed(Instrument instrument) {
            told.add("missed");
        }

        @Override
        public void heard() {}

        @Override
        public void interrupted(String reason) {}

        @Override
        public void connected() {}

        @Override
        public void unparsed(Unparsed reason) {}
    };

    @Test
    void whatWasTradedBeforeTheFirstLookAndWhatIsSeenTwiceIsNotTold() {
        look("593", 5, 100, MORNING);
        look("593", 5, 100, MORNING + 2_000);

        assertThat(told).isEmpty();
    }

    @Test
    void oneTradeBetweenTwoLooksIsToldInShares() {
        look("593", 5, 100, MORNING);
        look("594", 3, 103, MORNING + 2_000);

        assertThat(told).containsExactly("3000 at 594");
    }

    @Test
    void tradesBetweenTwoLooksAreMissingAndOnlyTheLastIsTold() {
        look("593", 5, 100, MORNING);
        look("594", 3, 110, MORNING + 2_000);
        look(null, 0, 111, MORNING + 4_000);

        assertThat(told).containsExactly("missed", "3000 at 594", "missed");
    }

    @Test
    void aVolumeThatGrewByLessThanTheTradeIsAllThatIsTold() {
        look("593", 5, 100, MORNING);
        look("593", 50, 102, MORNING + 2_000);

        assertThat(told).containsExactly("missed", "2000 at 593");
    }

    @Test
    void anotherDayBeginsWithItsOwnVolume() {
        look("593", 5, 100, MORNING);
        look("593", 0, 0, MORNING + 60_000_000);
        look("600", 7, 7, MORNING + 86_400_000);
        look("600", 93, 100, MORNING + 86_402_000);

        assertThat(told).containsExactly("7000 at 600", "93000 at 600");
    }

    @Test
    void amountsThatAreNoneAreRefused() {
        assertThat(TaiwanRows.lots("-")).isZero();
        assertThat(TaiwanRows.lots("")).isZero();
        assertThat(TaiwanRows.lots("27301")).isEqualTo(27_301);
        for (String lie : List.of("-5", "x", "1.5", "99999999999")) {
            assertThatThrownBy(() -> TaiwanRows.lots(lie)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void look(@Nullable String price, long lots, long dayLots, long millis) {
        trades.look(TSMC, price == null ? null : Price.parse(price), lots, dayLots, millis, sink);
    }
}
