package tradelab.trading.venue.paper;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Quote;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.Side;
import tradelab.trading.order.Order;
import tradelab.trading.order.Terms;
import tradelab.trading.order.VenueFill;
import tradelab.trading.order.VenueReport;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.OperationResult.Refused;
import tradelab.trading.venue.OperationResult.Taken;
import tradelab.trading.venue.VenueRecords;

/**
 * Orders against quotes. Plain Java, not thread-safe; the time is an argument.
 *
 * <p>An order that can take does so at the other side's best price and up to the amount shown there, once for each change of
 * the quote; the rest waits, or ends as its type says. What waits fills when the other side comes to it, oldest first.
 */
final class PaperBook {
    private static final int CLOSED_MAX = 10_000;
    private static final int TRADE_SHIFT = 18;

    private static final class Entry {
        private final Order order;
        private final String id;
        private Terms terms;
        private long filled;
        private BigInteger notional = BigInteger.ZERO;
        private VenueReport.State state = VenueReport.State.OPEN;
        private @Nullable String reason;

        Entry(Order order, String id) {
            this.order = order;
            this.id = id;
            this.terms = order.working();
        }

        boolean buys() {
            return order.request().side() == Side.BUY;
        }

        long left() {
            return terms.amount() - filled;
        }

        VenueReport report() {
            return new VenueReport(
                    order.cid(),
                    id,
                    order.request().instrument().symbol(),
                    buys() ? terms.amount() : -terms.amount(),
                    state,
                    filled,
                    filled == 0
                            ? 0
                            : notional.divide(BigInteger.valueOf(filled)).longValueExact(),
                    reason);
        }
    }

    /** What happened since it was last asked. */
    record News(List<VenueFill> fills, List<VenueReport> reports) {}

    private final Map<Long, Entry> open = new LinkedHashMap<>();
    private final Map<Long, VenueReport> closed = new LinkedHashMap<>();
    private final Map<String, Long> leftOfQuote = new LinkedHashMap<>();
    private final List<VenueFill> recentFills = new ArrayList<>();
    private News news = new News(new ArrayList<>(), new ArrayList<>());
    private long trades;
    private long knownSinceMillis;

    /** @param startMillis trade ids rise from here, and so from run to run */
    PaperBook(long startMillis) {
        this.trades = startMillis << TRADE_SHIFT;
    }

    OperationResult place(Order order, @Nullable Quote quote, long nowMillis) {
        if (open.containsKey(order.cid()) || closed.containsKey(order.cid())) {
            return new Refused("cid: expected a new one, got " + order.cid());
        }
        Entry entry = new Entry(order, "P" + order.cid());
        OrderType type = order.request().type();
        boolean takes = quote != null && takes(entry, quote);
        if (type != OrderType.LIMIT && (quote == null || quote.validity() != Quote.Validity.LIVE)) {
            return new Refused("no live quote to trade against");
        }
        if (takes && order.request().mustRest()) {
            return new Taken(close(entry, VenueReport.State.CANCELED, "POSTONLY CANCELED", nowMillis));
        }
        open.put(order.cid(), entry);
        if (takes && quote != null && (type != OrderType.FOK || available(entry, quote) >= entry.left())) {
            take(entry, quote, nowMillis);
        }
        if (entry.state == VenueReport.State.OPEN && type != OrderType.LIMIT) {
            return new Taken(close(entry, VenueReport.State.CANCELED, type + " CANCELED", nowMillis));
        }
        return new Taken(entry.report());
    }

    /** An order that is not known went with an earlier process: it is gone. */
    OperationResult cancel(Order order, String venueOrderId) {
        Entry entry = open.get(order.cid());
        if (entry == null && closed.containsKey(order.cid())) {
            return new Refused("Order not found");
        }
        Entry ended = entry == null ? new Entry(order, venueOrderId) : entry;
        ended.filled = Math.max(ended.filled, Math.min(order.filled(), ended.terms.amount()));
        return new Taken(close(ended, VenueReport.State.CANCELED, "CANCELED", order.createdMillis()));
    }

    OperationResult amend(Order order, Terms terms) {
        Entry entry = open.get(order.cid());
        if (entry == null) {
            return new Refused("Order not found");
        }
        if (terms.amount() <= entry.filled) {
            return new Refused("amount: expected above " + entry.filled);
        }
        entry.terms = terms;
        return new Taken(entry.report());
    }

    /** The quote of {@code symbol} has changed. */
    void quoted(String symbol, Quote quote, long nowMillis) {
        leftOfQuote.remove("BUY" + symbol);
        leftOfQuote.remove("SELL" + symbol);
        for (Entry entry : List.copyOf(open.values())) {
            if (entry.order.request().instrument().symbol().equals(symbol) && takes(entry, quote)) {
                take(entry, quote, nowMillis);
            }
        }
    }

    private static @Nullable Price other(Entry entry, Quote quote) {
        return entry.buys() ? quote.ask() : quote.bid();
    }

    private static boolean takes(Entry entry, Quote quote) {
        Price other = other(entry, quote);
        long price = entry.terms.price();
        return other != null
                && quote.validity() == Quote.Validity.LIVE
                && (price == 0 || (entry.buys() ? price >= other.units() : price <= other.units()));
    }

    private long available(Entry entry, Quote quote) {
        long shown = (entry.buys() ? quote.askAmount() : quote.bidAmount()).units();
        return leftOfQuote.getOrDefault(key(entry), shown);
    }

    private static String key(Entry entry) {
        return entry.order.request().side() + entry.order.request().instrument().symbol();
    }

    private void take(Entry entry, Quote quote, long nowMillis) {
        Price price = other(entry, quote);
        long available = available(entry, quote);
        long amount = Math.min(available, entry.left());
        if (price == null || amount <= 0) {
            return;
        }
        leftOfQuote.put(key(entry), available - amount);
        entry.filled += amount;
        entry.notional = entry.notional.add(BigInteger.valueOf(price.units()).multiply(BigInteger.valueOf(amount)));
        VenueFill fill =
                new VenueFill(++trades, entry.order.cid(), entry.id, price.units(), amount, 0L, "PAPER", nowMillis);
        news.fills.add(fill);
        recentFills.add(fill);
        if (recentFills.size() > CLOSED_MAX) {
            recentFills.subList(0, CLOSED_MAX / 2).clear();
        }
        if (entry.left() == 0) {
            news.reports.add(close(entry, VenueReport.State.FILLED, "EXECUTED", nowMillis));
        } else {
            news.reports.add(entry.report());
        }
    }

    private VenueReport close(Entry entry, VenueReport.State state, String reason, long nowMillis) {
        entry.state = state;
        entry.reason = reason;
        open.remove(entry.order.cid());
        VenueReport report = entry.report();
        closed.put(entry.order.cid(), report);
        if (closed.size() > CLOSED_MAX) {
            closed.remove(closed.keySet().iterator().next());
            knownSinceMillis = Math.max(knownSinceMillis, nowMillis);
        }
        return report;
    }

    /** Returns what happened since the last call. */
    News news() {
        News told = news;
        news = new News(new ArrayList<>(), new ArrayList<>());
        return told;
    }

    VenueRecords records(long sinceMillis) {
        return new VenueRecords(
                open.values().stream().map(Entry::report).toList(),
                List.copyOf(closed.values()),
                recentFills.stream()
                        .filter(fill -> fill.atMillis() >= sinceMillis)
                        .toList(),
                Math.max(sinceMillis, knownSinceMillis));
    }
}
