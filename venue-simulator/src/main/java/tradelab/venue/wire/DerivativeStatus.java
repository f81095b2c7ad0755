package tradelab.venue.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.market.Market;

/** What the exchange tells about a perpetual contract. Its funding here is always zero. Pure functions. */
public final class DerivativeStatus {
    private static final String SUFFIX = "F0";
    private static final long FUNDING_MILLIS = 28_800_000L;
    private static final long CLAMP_MIN = Decimals.ONE / 2_000;
    private static final long CLAMP_MAX = Decimals.ONE / 400;

    private DerivativeStatus() {}

    /** Returns whether a market trades a contract rather than a currency. */
    public static boolean isDerivative(Market market) {
        return market.spec().base().endsWith(SUFFIX);
    }

    /** Returns the row of now, its spot price from the market of the currencies behind the contract. */
    public static String row(
            Map<String, Market> markets, Market market, boolean withSymbol, long nowMillis, long openInterest) {
        long price = market.lastPrice();
        Market spot = spot(markets, market);
        long spotPrice = spot == null || spot.lastPrice() == 0 ? price : spot.lastPrice();
        return row(market, price, spotPrice, withSymbol, nowMillis, openInterest);
    }

    /** Returns the market of the currencies behind a contract, or null. */
    public static @Nullable Market spot(Map<String, Market> markets, Market market) {
        return markets.get(
                "t" + plain(market.spec().base()) + plain(market.spec().quote()));
    }

    /** Returns a row; prices and open interest are times 10^8. */
    public static String row(
            Market market, long price, long spotPrice, boolean withSymbol, long millis, long openInterest) {
        long next = (millis / FUNDING_MILLIS + 1) * FUNDING_MILLIS;
        String row = Row.of(
                millis,
                null,
                Row.units(price),
                Row.units(spotPrice),
                null,
                0,
                null,
                next,
                0,
                0,
                null,
                0,
                Row.nulls(2),
                Row.units(spotPrice),
                Row.nulls(2),
                Row.units(openInterest),
                Row.nulls(3),
                Row.units(CLAMP_MIN),
                Row.units(CLAMP_MAX));
        return withSymbol
                ? Rows.quote(new StringBuilder("["), market.spec().symbol())
                        .append(',')
                        .append(row, 1, row.length())
                        .toString()
                : row;
    }

    private static String plain(String currency) {
        return currency.endsWith(SUFFIX) ? currency.substring(0, currency.length() - SUFFIX.length()) : currency;
    }
}
