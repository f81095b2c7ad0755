package tradelab.venue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.exchange.Fields;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Candle;
import tradelab.venue.market.Market;
import tradelab.venue.market.Timeframe;
import tradelab.venue.wire.DerivativeStatus;
import tradelab.venue.wire.Row;

/** Answers figures about markets: statistics, derivatives, averages and exchange rates. */
final class FigureApi {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final long HOUR_MILLIS = 3_600_000L;
    private static final int ROWS_DEFAULT = 125;
    private static final int ROWS_MAX = 10_000;
    private static final int MINUTES_OF_A_DAY = 1_440;

    private final Exchange exchange;
    private final LongSupplier clockMillis;

    FigureApi(Exchange exchange, LongSupplier clockMillis) {
        this.exchange = exchange;
        this.clockMillis = clockMillis;
    }

    /** Returns {@code stats1/KEY:SIZE:SYMBOL[:SIDE]/last|hist}: [time, value]. */
    @Nullable
    String statistics(String key, String section) {
        String[] parts = key.split(":");
        if (parts.length < 3 || !section.equals("last") && !section.equals("hist")) {
            throw Fields.invalid("key", key);
        }
        String rest = key.substring(parts[0].length() + parts[1].length() + 2);
        long value = switch (parts[0]) {
            case "pos.size" -> positions(rest);
            case "funding.size", "credits.size", "credits.size.sym" -> 0; // nobody borrows here
            case "vol.1d", "vol.7d", "vol.30d" -> volume();
            case "vwap" -> average(required(rest));
            default -> throw Fields.invalid("key", key);
        };
        String row = Row.of(clockMillis.getAsLong(), Row.units(value));
        return section.equals("last") ? row : "[" + row + "]";
    }

    private long positions(String symbolAndSide) {
        boolean longs = symbolAndSide.endsWith(":long");
        if (!longs && !symbolAndSide.endsWith(":short")) {
            throw Fields.invalid("key", symbolAndSide);
        }
        String symbol = symbolAndSide.substring(0, symbolAndSide.lastIndexOf(':'));
        Market market = required(symbol);
        return exchange.accounts().stream()
                .mapToLong(account -> account.position(market.spec().symbol()).amount())
                .filter(amount -> longs == amount > 0)
                .map(Math::abs)
                .sum();
    }

    private long volume() {
        return exchange.markets().values().stream()
                .mapToLong(market -> Decimals.multiply(
                        market.ticker().last(), market.ticker().volume()))
                .sum();
    }

    private long average(Market market) {
        BigDecimal volume = BigDecimal.ZERO;
        BigDecimal money = BigDecimal.ZERO;
        for (Candle candle : market.candles(Timeframe.M1)
                .select(clockMillis.getAsLong() - DAY_MILLIS, Long.MAX_VALUE, MINUTES_OF_A_DAY, false)) {
            BigDecimal amount = BigDecimal.valueOf(candle.volume());
            volume = volume.add(amount);
            money = money.add(amount.multiply(BigDecimal.valueOf(candle.close())));
        }
        return volume.signum() == 0
                ? market.lastPrice()
                : money.divide(volume, MathContext.DECIMAL64).longValue();
    }

    /** Returns {@code status/deriv?keys=}. */
    String derivatives(Query query) {
        String keys = query.text("keys");
        List<String> wanted = keys == null || keys.isEmpty() ? List.of("ALL") : List.of(keys.split(",", 1_000));
        List<String> rows = new ArrayList<>();
        for (Map.Entry<String, Market> each : exchange.markets().entrySet()) {
            if (DerivativeStatus.isDerivative(each.getValue())
                    && (wanted.contains("ALL") || wanted.contains(each.getKey()))) {
                rows.add(DerivativeStatus.row(
                        exchange.markets(),
                        each.getValue(),
                        true,
                        clockMillis.getAsLong(),
                        openInterest(each.getKey())));
            }
        }
        return Row.list(rows);
    }

    private long openInterest(String symbol) {
        long held = 0;
        for (Account account : exchange.accounts()) {
            Position position = account.position(symbol);
            held += Math.max(0, position.amount());
        }
        return held;
    }

    /** Returns {@code status/deriv/SYMBOL/hist}: a row an hour, without the symbol. */
    String derivativeHistory(String symbol, Query query) {
        Market market = required(symbol);
        List<Candle> hours = market.candles(Timeframe.H1)
                .select(
                        query.whole("start", 0),
                        query.end(Long.MAX_VALUE),
                        query.limit(ROWS_DEFAULT, ROWS_MAX),
                        query.whole("sort", -1) == 1);
        return Row.list(hours.stream()
                .map(hour ->
                        DerivativeStatus.row(market, hour.close(), hour.close(), false, hour.millis() + HOUR_MILLIS, 0))
                .toList());
    }

    /** Returns the mean price of buying or selling an amount now. */
    String averagePrice(JsonNode body, Query query) {
        String symbol = text(body, query, "symbol");
        Market market = required(symbol);
        String given = text(body, query, "amount");
        long amount = Fields.decimal(JsonNodeFactory.instance.objectNode().put("amount", given), "amount", 0);
        if (amount == 0) {
            throw Fields.invalid("amount", given);
        }
        BigDecimal[] sums = {BigDecimal.ZERO, BigDecimal.ZERO};
        market.visitTakeable(amount < 0, (price, available) -> {
            BigDecimal taken = BigDecimal.valueOf(available)
                    .min(BigDecimal.valueOf(Math.abs(amount)).subtract(sums[0]));
            sums[0] = sums[0].add(taken);
            sums[1] = sums[1].add(taken.multiply(BigDecimal.valueOf(price)));
            return sums[0].longValue() < Math.abs(amount);
        });
        long mean = sums[0].signum() == 0
                ? 0
                : sums[1].divide(sums[0], MathContext.DECIMAL64).longValue();
        long filled = sums[0].longValue();
        return Row.of(Row.units(mean), Row.units(amount > 0 ? filled : -filled));
    }

    /** Returns what one of a currency is worth in another, by a market of both. */
    String exchangeRate(JsonNode body, Query query) {
        String from = text(body, query, "ccy1");
        String to = text(body, query, "ccy2");
        if (from.equals(to) && !from.isEmpty()) {
            return "[1]";
        }
        for (Market market : exchange.markets().values()) {
            if (market.lastPrice() == 0) {
                continue;
            }
            if (market.spec().base().equals(from) && market.spec().quote().equals(to)) {
                return Row.of(Row.units(market.lastPrice()));
            }
            if (market.spec().base().equals(to) && market.spec().quote().equals(from)) {
                long inverse = BigDecimal.valueOf(Decimals.ONE)
                        .multiply(BigDecimal.valueOf(Decimals.ONE))
                        .divide(BigDecimal.valueOf(market.lastPrice()), MathContext.DECIMAL64)
                        .longValue();
                return Row.of(Row.units(inverse));
            }
        }
        return "[null]";
    }

    private static String text(JsonNode body, Query query, String name) {
        JsonNode field = Fields.field(body, name);
        String text = field == null ? query.text(name) : field.asText();
        return text == null ? "" : text;
    }

    private Market required(String symbol) {
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Fields.invalid("symbol", symbol);
        }
        return market;
    }
}
