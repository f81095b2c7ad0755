package tradelab.marketdata.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tradelab.contracts.Decimals;

/** The book against two tree maps, for every order of changes. */
class OrderBookPropertyTest {
    private static final int LENGTH = 4;

    record Step(long price, int count, long amount) {}

    /** What the book should be, without regard to speed. */
    private static final class NaiveBook {
        private final TreeMap<Long, Step> bids = new TreeMap<>(Comparator.reverseOrder());
        private final TreeMap<Long, Step> asks = new TreeMap<>();

        OrderBook.Change apply(Step step) {
            TreeMap<Long, Step> side = step.amount > 0 ? bids : asks;
            if (step.count == 0) {
                return side.remove(step.price) == null ? OrderBook.Change.NOTHING_TO_REMOVE : OrderBook.Change.APPLIED;
            }
            if (!side.containsKey(step.price) && side.size() == LENGTH + OrderBook.SLACK) {
                return OrderBook.Change.OVERFLOW;
            }
            Step _ = side.put(step.price, step);
            return OrderBook.Change.APPLIED;
        }

        boolean isCrossed() {
            return !bids.isEmpty() && !asks.isEmpty() && bids.firstKey() >= asks.firstKey();
        }

        int checksum() {
            List<String> parts = new ArrayList<>();
            Iterator<Step> bid = bids.values().iterator();
            Iterator<Step> ask = asks.values().iterator();
            for (int i = 0; i < 25; i++) {
                for (Iterator<Step> side : List.of(bid, ask)) {
                    if (side.hasNext()) {
                        Step step = side.next();
                        parts.add(Decimals.format(step.price) + ":" + Decimals.format(step.amount));
                    }
                }
            }
            CRC32 crc = new CRC32();
            crc.update(String.join(":", parts).getBytes(StandardCharsets.US_ASCII));
            return (int) crc.getValue();
        }
    }

    @Property
    void isTheBookThatTwoTreeMapsWouldBe(@ForAll("steps") List<Step> steps) {
        OrderBook book = new OrderBook(LENGTH);
        NaiveBook naive = new NaiveBook();

        for (Step step : steps) {
            assertThat(book.apply(step.price, step.count, step.amount)).isEqualTo(naive.apply(step));
            assertThat(book.isCrossed()).isEqualTo(naive.isCrossed());
            assertThat(book.checksum()).isEqualTo(naive.checksum());
        }

        assertThat(levels(book.bids(), 1)).isEqualTo(List.copyOf(naive.bids.values()));
        assertThat(levels(book.asks(), -1)).isEqualTo(List.copyOf(naive.asks.values()));
    }

    @Example
    void hasTheChecksumOfTheVenuesExample() {
        OrderBook book = new OrderBook(25);
        for (Map.Entry<Long, Long> level :
                Map.of(6000L, 1L, 6100L, -3L, 5900L, 2L, 6200L, -4L).entrySet()) {
            var _ = book.apply(level.getKey() * Decimals.ONE, 1, level.getValue() * Decimals.ONE);
        }

        assertThat(book.checksum()).isEqualTo(1_756_193_398);
    }

    @Example
    void anEmptyBookIsNotCrossedAndHasTheChecksumOfNothing() {
        OrderBook book = new OrderBook(25);

        assertThat(book.isCrossed()).isFalse();
        assertThat(book.checksum()).isZero();
    }

    @Example
    void clearingForgetsBothSides() {
        OrderBook book = new OrderBook(25);
        var _ = book.apply(1, 1, 1);
        var _ = book.apply(2, 1, -1);

        book.clear();

        assertThat(book.bids().size() + book.asks().size()).isZero();
    }

    private static List<Step> levels(BookSide side, int sign) {
        List<Step> levels = new ArrayList<>();
        for (int i = 0; i < side.size(); i++) {
            levels.add(new Step(side.price(i), side.orders(i), sign * side.amount(i)));
        }
        return levels;
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> prices = Arbitraries.oneOf(
                Arbitraries.longs().between(1, 90),
                Arbitraries.longs().between(1, Long.MAX_VALUE).edgeCases(config -> config.none()));
        Arbitrary<Integer> counts =
                Arbitraries.oneOf(Arbitraries.of(0, 1), Arbitraries.integers().between(0, 9));
        Arbitrary<Long> amounts =
                Arbitraries.longs().between(1, Long.MAX_VALUE).flatMap(amount -> Arbitraries.of(amount, -amount));
        return Combinators.combine(prices, counts, amounts).as(Step::new).list().ofMaxSize(150);
    }
}
