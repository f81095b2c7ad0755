package tradelab.venue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Market;
import tradelab.venue.market.Timeframe;
import tradelab.venue.market.Trade;
import tradelab.venue.wire.BookView;
import tradelab.venue.wire.Row;
import tradelab.venue.wire.Rows;

/** Answers {@code GET /v2/...}. */
final class PublicApi {
    private static final int ROWS_DEFAULT = 120;
    private static final int ROWS_MAX = 10_000;
    private static final int HOURS_DEFAULT = 125;
    private static final int HOURS_MAX = 250;
    private static final long HOUR_MILLIS = 3_600_000L;

    /** Nobody lends or borrows here: the sixteen values of a market without anything in it. */
    private static final String FUNDING_TICKER = "0,0,0,0,0,0,0,0,0,0,0,0,0,null,null,0";

    private final Exchange exchange;
    private final Backoffice backoffice;
    private final LongSupplier clockMillis;
    private final ConfApi conf;
    private final FigureApi figures;

    PublicApi(Exchange exchange, Backoffice backoffice, LongSupplier clockMillis) {
        this.backoffice = backoffice;
        this.exchange = exchange;
        this.clockMillis = clockMillis;
        this.conf = new ConfApi(exchange);
        this.figures = new FigureApi(exchange, clockMillis);
    }

    /** Returns the JSON answer, or null if there is no such path. {@code path} is what follows {@code /v2/}. */
    @Nullable
    String answer(String path, Query query) {
        String[] parts = path.split("/", -1);
        boolean history = parts[parts.length - 1].equals("hist");
        return switch (parts[0]) {
            case "platform" -> path.equals("platform/status") ? "[1]" : null;
            case "ticker" -> parts.length == 2 ? ticker(parts[1]) : null;
            case "tickers" -> parts.length == 1 ? tickers(query) : tickerHistory(parts, query);
            case "trades" -> parts.length == 3 && history ? trades(parts[1], query) : null;
            case "book" -> parts.length == 3 ? book(parts[1], parts[2], query) : null;
            case "candles" -> parts.length == 3 ? candles(parts[1], parts[2], query) : null;
            case "conf" -> parts.length == 2 ? conf.answer(parts[1]) : null;
            case "stats1" -> parts.length == 3 ? figures.statistics(parts[1], parts[2]) : null;
            case "status" -> status(path, parts, query);
            case "liquidations" -> parts.length == 2 && history ? "[]" : null; // nobody is liquidated
            case "ext", "pulse" ->
                path.equals("ext/vasps")
                        ? "[]"
                        : backoffice.answer(path, query.end(Long.MAX_VALUE), query.whole("limit", 0));
            case "rankings" -> parts.length == 3 ? "[]" : null; // nobody takes part in competitions
            case "funding" -> parts.length == 4 && history ? "[]" : null;
            default -> null;
        };
    }

    /** Returns the JSON answer of {@code POST /v2/...} that needs no account, or null if there is no such path. */
    @Nullable
    String calculate(String path, JsonNode body, Query query) {
        return switch (path) {
            case "calc/trade/avg" -> figures.averagePrice(body, query);
            case "calc/fx" -> figures.exchangeRate(body, query);
            default -> null;
        };
    }

    private @Nullable String status(String path, String[] parts, Query query) {
        if (path.equals("status/deriv")) {
            return figures.derivatives(query);
        }
        boolean history = parts.length == 4 && parts[1].equals("deriv") && parts[3].equals("hist");
        return history ? figures.derivativeHistory(parts[2], query) : null;
    }

    private Market market(String symbol) {
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }

    private String ticker(String symbol) {
        return exchange.isFunding(symbol) ? "[" + FUNDING_TICKER + "]" : ticker(market(symbol));
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
        List<String> rows = new ArrayList<>();
        exchange.markets().forEach((symbol, market) -> {
            if (wanted.contains("ALL") || wanted.contains(symbol)) {
                StringBuilder row = Rows.quote(new StringBuilder("["), symbol).append(',');
                rows.add(Rows.ticker(row, market.ticker()).append(']').toString());
            }
        });
        for (String symbol : wanted) {
            if (exchange.isFunding(symbol)) {
                rows.add("[\"" + symbol + "\"," + FUNDING_TICKER + "]");
            }
        }
        return Row.list(rows);
    }

    /** Returns a row an hour: what the hour ended with stands for both quotes. */
    private @Nullable String tickerHistory(String[] parts, Query query) {
        if (parts.length != 2 || !parts[1].equals("hist")) {
            return null;
        }
        String symbols = query.text("symbols");
        List<String> wanted = symbols == null ? List.of("ALL") : List.of(symbols.split(",", 1_000));
        int limit = query.limit(HOURS_DEFAULT, HOURS_MAX);
        TreeMap<Long, List<String>> rows = new TreeMap<>(Comparator.reverseOrder());
        exchange.markets().forEach((symbol, market) -> {
            if (!wanted.contains("ALL") && !wanted.contains(symbol)) {
                return;
            }
            market.candles(Timeframe.H1)
                    .select(query.whole("start", 0), query.end(Long.MAX_VALUE), limit, false)
                    .forEach(hour -> rows.computeIfAbsent(hour.millis(), _ -> new ArrayList<>())
                            .add(Row.of(
                                    symbol,
                                    Row.units(hour.close()),
                                    null,
                                    Row.units(hour.close()),
                                    Row.nulls(8),
                                    hour.millis() + HOUR_MILLIS)));
        });
        return Row.list(
                rows.values().stream().flatMap(List::stream).limit(limit).toList());
    }

    private String trades(String symbol, Query query) {
        return exchange.isFunding(symbol) ? "[]" : trades(market(symbol), query);
    }

    private String book(String symbol, String precision, Query query) {
        return exchange.isFunding(symbol) ? "[]" : book(market(symbol), precision, query);
    }

    private String trades(Market market, Query query) {
        List<Trade> trades = market.tape()
                .select(
                        query.whole("start", 0),
                        query.end(Long.MAX_VALUE),
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
        if (parts.length == 3 && parts[0].equals("trade") && exchange.isFunding(parts[2].split(":", 2)[0])) {
            return "[]";
        }
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
                query.end(clockMillis.getAsLong()),
                query.limit(ROWS_DEFAULT, ROWS_MAX),
                query.whole("sort", -1) == 1);
        StringBuilder out = new StringBuilder("[");
        for (Candle candle : candles) {
            var _ = Rows.candle(out.length() == 1 ? out : out.append(','), candle);
        }
        return out.append(']').toString();
    }
}
