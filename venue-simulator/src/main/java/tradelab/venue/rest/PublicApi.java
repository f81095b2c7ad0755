package tradelab.venue.rest;

import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Market;
import tradelab.venue.market.Timeframe;
import tradelab.venue.market.Trade;
import tradelab.venue.wire.BookView;
import tradelab.venue.wire.Rows;

/** Answers {@code GET /v2/...}. */
final class PublicApi {
    private static final int ROWS_DEFAULT = 120;
    private static final int ROWS_MAX = 10_000;

    private final Exchange exchange;
    private final LongSupplier clockMillis;
    private final ConfApi conf;

    PublicApi(Exchange exchange, LongSupplier clockMillis) {
        this.exchange = exchange;
        this.clockMillis = clockMillis;
        this.conf = new ConfApi(exchange);
    }

    /** Returns the JSON answer, or null if there is no such path. {@code path} is what follows {@code /v2/}. */
    @Nullable
    String answer(String path, Query query) {
        String[] parts = path.split("/", -1);
        return switch (parts[0]) {
            case "platform" -> path.equals("platform/status") ? "[1]" : null;
            case "ticker" -> parts.length == 2 ? ticker(market(parts[1])) : null;
            case "tickers" -> parts.length == 1 ? tickers(query) : tickerHistory(parts);
            case "trades" -> parts.length == 3 && parts[2].equals("hist") ? trades(market(parts[1]), query) : null;
            case "book" -> parts.length == 3 ? book(market(parts[1]), parts[2], query) : null;
            case "candles" -> parts.length == 3 ? candles(parts[1], parts[2], query) : null;
            case "conf" -> parts.length == 2 ? conf.answer(parts[1]) : null;
            default -> null;
        };
    }

    private Market market(String symbol) {
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }

    private static String ticker(Market market) {
        return Rows.ticker(new StringBuilder("["), market.ticker()).append(']').toString();
    }

    private String tickers(Query query) {
        String symbols = query.text("symbols");
        if (symbols == null || symbols.isEmpty()) {
            throw Fields.invalid("symbols", "missing");
        }
        List<String> wanted = List.of(symbols.split(",", 1_000));
        StringBuilder out = new StringBuilder("[");
        exchange.markets().forEach((symbol, market) -> {
            if (wanted.contains("ALL") || wanted.contains(symbol)) {
                Rows.quote(out.append(out.length() == 1 ? "[" : ",["), symbol).append(',');
                Rows.ticker(out, market.ticker()).append(']');
            }
        });
        return out.append(']').toString();
    }

    private static @Nullable String tickerHistory(String[] parts) {
        // The venue keeps no hourly tickers: an empty history is an answer that every client takes.
        return parts.length == 2 && parts[1].equals("hist") ? "[]" : null;
    }

    private String trades(Market market, Query query) {
        List<Trade> trades = market.tape()
                .select(
                        query.whole("start", 0),
                        query.whole("end", Long.MAX_VALUE),
                        query.limit(ROWS_DEFAULT, ROWS_MAX),
                        query.whole("sort", -1) == 1);
        StringBuilder out = new StringBuilder("[");
        for (Trade trade : trades) {
            var _ = Rows.trade(out.length() == 1 ? out : out.append(','), trade);
        }
        return out.append(']').toString();
    }

    private static String book(Market market, String precision, Query query) {
        int length = (int) query.whole("len", 25);
        if (length != 1 && length != 25 && length != 100 && length != 250) {
            throw Fields.invalid("len", Integer.toString(length));
        }
        if (precision.equals("R0")) {
            return orders(market, length);
        }
        if (!precision.matches("P[0-4]")) {
            throw Fields.invalid("precision", precision);
        }
        BookView view = new BookView(length, 5 - (precision.charAt(1) - '0'));
        view.update(market.depth(), (_, _, _, _) -> {});
        return view.rows();
    }

    private static String orders(Market market, int length) {
        StringBuilder out = new StringBuilder("[");
        for (boolean bids : new boolean[] {true, false}) {
            int[] shown = {0};
            market.visit(bids, (id, price, remaining) -> {
                out.append(out.length() == 1 ? "[" : ",[").append(id).append(',');
                Decimals.append(out, price).append(',');
                Decimals.append(out, remaining).append(']');
                return ++shown[0] < length;
            });
        }
        return out.append(']').toString();
    }

    private String candles(String key, String section, Query query) {
        String[] parts = key.split(":", 3);
        Timeframe frame = parts.length == 3 && parts[0].equals("trade") ? Timeframe.of(parts[1]) : null;
        if (frame == null) {
            throw Fields.invalid("key", key);
        }
        var series = market(parts[2]).candles(frame);
        if (section.equals("last")) {
            Candle last = series.last();
            return last == null ? "[]" : Rows.candle(new StringBuilder(), last).toString();
        }
        if (!section.equals("hist")) {
            throw Fields.invalid("section", section);
        }
        List<Candle> candles = series.select(
                query.whole("start", 0),
                query.whole("end", clockMillis.getAsLong()),
                query.limit(ROWS_DEFAULT, ROWS_MAX),
                query.whole("sort", -1) == 1);
        StringBuilder out = new StringBuilder("[");
        for (Candle candle : candles) {
            var _ = Rows.candle(out.length() == 1 ? out : out.append(','), candle);
        }
        return out.append(']').toString();
    }
}
