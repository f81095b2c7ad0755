package tradelab.xchange;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.knowm.xchange.BaseExchange;
import org.knowm.xchange.ExchangeSpecification;
import org.knowm.xchange.currency.CurrencyPair;
import org.knowm.xchange.dto.Order.OrderType;
import org.knowm.xchange.dto.marketdata.OrderBook;
import org.knowm.xchange.dto.marketdata.Trade;
import org.knowm.xchange.dto.marketdata.Trades;
import org.knowm.xchange.dto.trade.LimitOrder;
import org.knowm.xchange.service.marketdata.MarketDataService;

/**
 * A venue as XChange shows one, with answers as a real one gave them: orders one by one and in no order, ids that are no
 * numbers, more digits than we have, an answer that never comes.
 */
public final class StubExchange extends BaseExchange {
    static final AtomicInteger CALLS = new AtomicInteger();

    /** How often it was asked what it trades; the first time it fails. */
    static final AtomicInteger METADATA_CALLS = new AtomicInteger();

    private volatile boolean knowsItsNames;

    @Override
    public ExchangeSpecification getDefaultExchangeSpecification() {
        return new ExchangeSpecification(getClass());
    }

    @Override
    protected void initServices() {
        marketDataService = new Answers();
    }

    @Override
    public void remoteInit() throws IOException {
        if (METADATA_CALLS.incrementAndGet() == 1) {
            throw new IOException("HTTP status code was not OK: 502");
        }
        knowsItsNames = true;
    }

    private final class Answers implements MarketDataService {
        @Override
        public OrderBook getOrderBook(CurrencyPair pair, Object... args) throws IOException {
            if (METADATA_CALLS.get() > 0 && !knowsItsNames) {
                throw new IllegalStateException("no name for " + pair);
            }
            int call = CALLS.incrementAndGet();
            if (call == 2) {
                throw new IOException("HTTP status code was not OK: 503");
            }
            String best = call == 3 ? "0.000000000001" : "25.5";
            return new OrderBook(
                    new Date(1_700_000_000_000L + call),
                    List.of(order(OrderType.ASK, "26.25", "3"), order(OrderType.ASK, "26", "1.123456789123")),
                    List.of(
                            order(OrderType.BID, "25", "2"),
                            order(OrderType.BID, best, "1"),
                            order(OrderType.BID, best, "0.5"),
                            order(OrderType.BID, "24.9", "0.000000001")));
        }

        private LimitOrder order(OrderType type, String price, String amount) {
            return new LimitOrder(
                    type, new BigDecimal(amount), CurrencyPair.LTC_USD, "1", new Date(), new BigDecimal(price));
        }

        @Override
        public Trades getTrades(CurrencyPair pair, Object... args) {
            return new Trades(
                    List.of(
                            trade(OrderType.ASK, "b-2", 1_700_000_000_900L, "25.6"),
                            trade(OrderType.BID, "a-1", 1_700_000_000_100L, "25.7")),
                    Trades.TradeSortType.SortByTimestamp);
        }

        private Trade trade(OrderType type, String id, long millis, String price) {
            return new Trade.Builder()
                    .type(type)
                    .id(id)
                    .timestamp(new Date(millis))
                    .price(new BigDecimal(price))
                    .originalAmount(new BigDecimal("0.75"))
                    .instrument(CurrencyPair.LTC_USD)
                    .build();
        }
    }
}
