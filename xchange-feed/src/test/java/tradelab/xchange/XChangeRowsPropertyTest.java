package tradelab.xchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.trade.LimitOrder;
import tradelab.contracts.marketdata.Book;

class XChangeRowsPropertyTest {
    @Property
    void levelsAreBestFirstWithoutDoublesAndNothingIsLost(
            @ForAll @Size(max = 40) List<@LongRange(min = 1, max = 50) Long> prices,
            @ForAll @IntRange(min = 1, max = 250) int depth) {
        List<LimitOrder> orders = new ArrayList<>();
        prices.forEach(price -> orders.add(order(BigDecimal.valueOf(price, 8), new BigDecimal("0.1"))));
        OrderBook book = new OrderBook(new Date(), orders, orders);

        List<Book.Level> bids = XChangeRows.bids(book, depth);
        List<Book.Level> asks = XChangeRows.asks(book, depth);

        long distinct = prices.stream().distinct().count();
        assertThat(bids).hasSize((int) Math.min(depth, distinct)).hasSameSizeAs(asks);
        for (int i = 1; i < bids.size(); i++) {
            assertThat(bids.get(i).price()).isLessThan(bids.get(i - 1).price());
            assertThat(asks.get(i).price()).isGreaterThan(asks.get(i - 1).price());
        }
        if (depth >= distinct) {
            assertThat(bids.stream().mapToLong(level -> level.amount().units()).sum())
                    .isEqualTo(10_000_000L * prices.size());
        }
    }

    @Property
    void aPriceIsExactOrRefused(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000_000L) long digits,
            @ForAll @IntRange(min = 0, max = 8) int scale) {
        BigDecimal price = BigDecimal.valueOf(digits, scale);

        if (price.precision() - price.scale() > 10) {
            assertThatThrownBy(() -> XChangeRows.price(price)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(new BigDecimal(XChangeRows.price(price).toString())).isEqualByComparingTo(price);
        }
    }

    @Example
    void numbersThatWouldTakeAllMemoryAreRefusedByTheirDigits() {
        for (String absurd : List.of("1e999999999", "1e-999999999", "0.000000001", "-1", "0")) {
            assertThatThrownBy(() -> XChangeRows.price(new BigDecimal(absurd)))
                    .as(absurd)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static LimitOrder order(BigDecimal price, BigDecimal amount) {
        return new LimitOrder(OrderType.BID, amount, CurrencyPair.BTC_USD, "1", new Date(), price);
    }
}
