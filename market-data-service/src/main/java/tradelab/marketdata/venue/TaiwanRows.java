package tradelab.marketdata.venue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;

/** Rows of the Taiwan venue's stream and of the exchange's quote JSON. Pure functions; what makes no sense is refused. */
final class TaiwanRows {
    private static final long SHARES_PER_LOT = 1_000;
    private static final long LOTS_MAX = 999_999_999;
    private static final long DAY_MILLIS = 86_400_000;
    private static final String NONE = "-";

    private TaiwanRows() {}

    /** Returns a price of the stream, null for none. */
    static @Nullable Price price(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? null : Price.parse(value.asText());
    }

    /** Returns {@code [price,shares]} pairs. */
    static List<Book.Level> levels(JsonNode pairs) {
        if (!pairs.isArray()) {
            throw Require.refused("levels", "a list", pairs.toString());
        }
        List<Book.Level> levels = new ArrayList<>(pairs.size());
        for (JsonNode pair : pairs) {
            Price price = price(pair.path(0));
            if (price == null) {
                throw Require.refused("levels", "pairs of price and shares", pair.toString());
            }
            levels.add(new Book.Level(price, shares(pair.path(1)), 1));
        }
        return levels;
    }

    static Amount shares(JsonNode value) {
        if (!value.canConvertToLong()) {
            throw Require.refused("shares", "a whole number", value.toString());
        }
        return amount(value.longValue());
    }

    private static Amount amount(long shares) {
        return Amount.parse(Long.toString(shares));
    }

    /** Odd lots and trades at a fixed price have prices of their own: neither is the market's. */
    static boolean isRegular(JsonNode row) {
        String kind = row.path(6).asText();
        return !kind.equals("L") && !kind.equals("F");
    }

    /** Returns a row of the channel {@code trades}. An auction has no taker; its trades are told as bought. */
    static Trade trade(JsonNode row) {
        Price price = price(row.path(3));
        if (price == null || !row.path(1).canConvertToLong()) {
            throw Require.refused("trade", "id, time, price, shares", row.toString());
        }
        Trade.Taker taker = "S".equals(row.path(5).asText()) ? Trade.Taker.SELL : Trade.Taker.BUY;
        return new Trade(row.path(1).longValue(), row.path(2).longValue(), price, shares(row.path(4)), taker);
    }

    /** Returns a price of the quote JSON: text with four decimals, {@code -} for none. */
    static @Nullable Price quotedPrice(String text) {
        return text.isEmpty() || text.equals(NONE) ? null : Price.parse(text);
    }

    /** Returns an amount of the quote JSON in lots of 1,000 shares: text, {@code -} or nothing for none. */
    static long lots(String text) {
        return text.isEmpty() || text.equals(NONE) ? 0 : Require.range("lots", Long.parseLong(text), 0, LOTS_MAX);
    }

    /**
     * Returns a trade of the quote JSON, which has no numbers and no takers: a day's volume comes once, and it is told as
     * bought.
     */
    static Trade quotedTrade(long dayLots, long millis, Price price, long lots) {
        long id = millis / DAY_MILLIS * (LOTS_MAX + 1) + dayLots;
        return new Trade(id, millis, price, amount(lots * SHARES_PER_LOT), Trade.Taker.BUY);
    }

    /** Returns levels of the quote JSON: prices and lots in two lists, each part ended by an underscore. */
    static List<Book.Level> quotedLevels(String prices, String lots) {
        List<Book.Level> levels = new ArrayList<>();
        if (prices.isEmpty() || prices.equals(NONE)) {
            return levels;
        }
        String[] price = prices.split("_");
        String[] lot = lots.split("_");
        if (price.length != lot.length) {
            throw Require.refused("levels", "as many prices as amounts", prices + " and " + lots);
        }
        for (int i = 0; i < price.length; i++) {
            Price parsed = Price.parse(price[i]);
            if (parsed.units() > 0) { // the exchange shows market orders at a price of zero
                levels.add(new Book.Level(parsed, amount(Long.parseLong(lot[i]) * SHARES_PER_LOT), 1));
            }
        }
        return levels;
    }
}
