package tradelab.venue.market;

import java.util.regex.Pattern;
import tradelab.contracts.Require;

/**
 * What is traded in one market.
 *
 * @param symbol the exchange's name, {@code t} and the pair: {@code tBTCUSD}, {@code tDOGE:USD}
 * @param base the currency bought and sold
 * @param quote the currency of the price
 * @param startPrice where a generated market begins, times 10^8
 * @param amountMin the smallest order, times 10^8
 * @param amountMax the largest order, times 10^8
 */
public record MarketSpec(String symbol, String base, String quote, long startPrice, long amountMin, long amountMax) {
    private static final Pattern PAIR =
            Pattern.compile("t([A-Z0-9]{3,12}):([A-Z0-9]{3,12})|t([A-Z0-9]{3})([A-Z0-9]{3})");

    public MarketSpec {
        if (!PAIR.matcher(symbol).matches()) {
            throw Require.refused("symbol", "t and a pair such as tBTCUSD or tDOGE:USD", symbol);
        }
        var _ = Require.range("startPrice", startPrice, 1, Long.MAX_VALUE);
        var _ = Require.range("amountMin", amountMin, 1, Long.MAX_VALUE);
        var _ = Require.range("amountMax", amountMax, amountMin, Long.MAX_VALUE);
    }

    /** Returns the market of {@code symbol}, its currencies read from the name. */
    public static MarketSpec of(String symbol, long startPrice, long amountMin, long amountMax) {
        var pair = PAIR.matcher(symbol);
        if (!pair.matches()) {
            throw Require.refused("symbol", "t and a pair such as tBTCUSD or tDOGE:USD", symbol);
        }
        boolean colon = pair.group(1) != null;
        return new MarketSpec(
                symbol, pair.group(colon ? 1 : 3), pair.group(colon ? 2 : 4), startPrice, amountMin, amountMax);
    }

    /** Returns the pair without the {@code t}: {@code BTCUSD}. */
    public String pair() {
        return symbol.substring(1);
    }
}
