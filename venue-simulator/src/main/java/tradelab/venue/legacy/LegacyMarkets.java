package tradelab.venue.legacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Refusal;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Depth;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.Precision;
import tradelab.venue.market.Ticker;
import tradelab.venue.market.Timeframe;
import tradelab.venue.market.Trade;

/** What the first API tells everybody about the markets. */
record LegacyMarkets(Exchange exchange, LongSupplier clockMillis) {
    private static final int ROWS_DEFAULT = 50;
    private static final int ROWS_MAX = 10_000;
    private static final int[] PERIODS = {1, 7, 30};

    @Nullable
    String answer(String path, UnaryOperator<@Nullable String> parameter) {
        String[] parts = path.split("/", -1);
        if (parts.length == 1) {
            return switch (parts[0]) {
                case "symbols" -> symbols();
                case "symbols_details" -> details();
                case "tickers" -> tickers();
                default -> null;
            };
        }
        if (parts.length != 2) {
            return null;
        }
        return switch (parts[0]) {
            case "pubticker" -> ticker(market(parts[1])).toString();
            case "stats" -> statistics(market(parts[1]));
            case "book" -> book(market(parts[1]), parameter);
            case "trades" -> trades(market(parts[1]), parameter);
            // Nobody borrows here, and what is offered to lend is shown to its owner only.
            case "lendbook" -> "{\"bids\":[],\"asks\":[]}";
            case "lends" -> "[]";
            default -> null;
        };
    }

    private String tickers() {
        ArrayNode all = Legacy.array();
        exchange.markets()
                .values()
                .forEach(market ->
                        all.add(ticker(market).put("pair", market.spec().pair())));
        return all.toString();
    }

    private Market market(String pair) {
        Market market = exchange.market(Legacy.symbol(pair));
        if (market == null) {
            throw new Refusal(Refusal.PARAMETER, "Unknown symbol");
        }
        return market;
    }

    private String symbols() {
        ArrayNode all = Legacy.array();
        exchange.markets().keySet().forEach(symbol -> all.add(Legacy.pair(symbol)));
        return all.toString();
    }

    private String details() {
        ArrayNode all = Legacy.array();
        for (Market market : exchange.markets().values()) {
            MarketSpec spec = market.spec();
            all.addObject()
                    .put("pair", Legacy.pair(spec.symbol()))
                    .put("price_precision", Precision.DIGITS)
                    .put("initial_margin", "20.0")
                    .put("minimum_margin", "10.0")
                    .put("maximum_order_size", Legacy.number(spec.amountMax()))
                    .put("minimum_order_size", Legacy.number(spec.amountMin()))
                    .put("expiration", "NA")
                    .put("margin", true);
        }
        return all.toString();
    }

    private ObjectNode ticker(Market market) {
        Ticker ticker = market.ticker();
        return Legacy.object()
                .put("mid", Legacy.number((ticker.bid() + ticker.ask()) / 2))
                .put("bid", Legacy.number(ticker.bid()))
                .put("ask", Legacy.number(ticker.ask()))
                .put("last_price", Legacy.number(ticker.last()))
                .put("low", Legacy.number(ticker.low()))
                .put("high", Legacy.number(ticker.high()))
                .put("volume", Legacy.number(ticker.volume()))
                .put("timestamp", Legacy.seconds(clockMillis.getAsLong()));
    }

    private static String statistics(Market market) {
        ArrayNode all = Legacy.array();
        for (int days : PERIODS) {
            List<Candle> candles = market.candles(Timeframe.D1).select(0, Long.MAX_VALUE, days, false);
            long volume = candles.stream().mapToLong(Candle::volume).sum();
            all.addObject().put("period", days).put("volume", Legacy.number(volume));
        }
        return all.toString();
    }

    private String book(Market market, UnaryOperator<@Nullable String> parameter) {
        String now = Legacy.seconds(clockMillis.getAsLong());
        ObjectNode book = Legacy.object();
        side(book.putArray("bids"), market.depth(), true, rows(parameter, "limit_bids"), now);
        side(book.putArray("asks"), market.depth(), false, rows(parameter, "limit_asks"), now);
        return book.toString();
    }

    private static void side(ArrayNode rows, Depth depth, boolean bids, int limit, String now) {
        for (int i = 0; i < Math.min(limit, depth.levels(bids)); i++) {
            rows.addObject()
                    .put("price", Legacy.number(depth.price(bids, i)))
                    .put("amount", Legacy.number(depth.amount(bids, i)))
                    .put("timestamp", now);
        }
    }

    private static String trades(Market market, UnaryOperator<@Nullable String> parameter) {
        long since = whole(parameter, "timestamp", 0);
        ArrayNode rows = Legacy.array();
        for (Trade trade :
                market.tape().select(since * 1_000, Long.MAX_VALUE, rows(parameter, "limit_trades"), false)) {
            rows.addObject()
                    .put("timestamp", Legacy.wholeSeconds(trade.millis()))
                    .put("tid", trade.id())
                    .put("price", Decimals.format(trade.price()))
                    .put("amount", Decimals.format(Math.abs(trade.amount())))
                    .put("exchange", "bitfinex")
                    .put("type", trade.amount() > 0 ? "buy" : "sell");
        }
        return rows.toString();
    }

    private static int rows(UnaryOperator<@Nullable String> parameter, String name) {
        return (int) Math.clamp(whole(parameter, name, ROWS_DEFAULT), 0, ROWS_MAX);
    }

    private static long whole(UnaryOperator<@Nullable String> parameter, String name, long otherwise) {
        String text = parameter.apply(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        if (!text.matches("-?[0-9]{1,12}")) {
            throw Fields.invalid(name, text);
        }
        return Long.parseLong(text);
    }
}
