package tradelab.venue.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import tradelab.contracts.Decimals;
import tradelab.venue.market.Market;

/** The best single orders of a book, so many a side, as a subscriber of {@code R0} sees them. Not thread-safe. */
public final class RawBookView {
    private static final int CHECKSUM_ORDERS = 25;

    private record Shown(long price, long amount) {}

    private final int length;
    private Map<Long, Shown> bids = new LinkedHashMap<>();
    private Map<Long, Shown> asks = new LinkedHashMap<>();

    public RawBookView(int length) {
        this.length = length;
    }

    /** Reads the book and tells a row for each order that is gone, new or changed. */
    public void update(Market market, Consumer<String> rows) {
        bids = update(market, true, bids, rows);
        asks = update(market, false, asks, rows);
    }

    private Map<Long, Shown> update(Market market, boolean bid, Map<Long, Shown> before, Consumer<String> rows) {
        Map<Long, Shown> after = new LinkedHashMap<>();
        market.visit(bid, (id, price, remaining) -> {
            after.put(id, new Shown(price, remaining));
            return after.size() < length;
        });
        before.forEach((id, shown) -> {
            if (!after.containsKey(id)) {
                rows.accept(row(id, 0, bid ? Decimals.ONE : -Decimals.ONE));
            }
        });
        after.forEach((id, shown) -> {
            if (!shown.equals(before.get(id))) {
                rows.accept(row(id, shown.price(), shown.amount()));
            }
        });
        return after;
    }

    /** Returns every order as {@code [[ID,PRICE,AMOUNT],...]}, bids first. */
    public String rows() {
        List<String> rows = new ArrayList<>();
        bids.forEach((id, shown) -> rows.add(row(id, shown.price(), shown.amount())));
        asks.forEach((id, shown) -> rows.add(row(id, shown.price(), shown.amount())));
        return Row.list(rows);
    }

    /** Returns the exchange's checksum over the first 25 orders of both sides, by id. */
    public int checksum() {
        List<Map.Entry<Long, Shown>> bid = List.copyOf(bids.entrySet());
        List<Map.Entry<Long, Shown>> ask = List.copyOf(asks.entrySet());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < CHECKSUM_ORDERS; i++) {
            if (i < bid.size()) {
                parts.add(part(bid.get(i)));
            }
            if (i < ask.size()) {
                parts.add(part(ask.get(i)));
            }
        }
        CRC32 crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static String part(Map.Entry<Long, Shown> order) {
        return order.getKey() + ":" + Decimals.format(order.getValue().amount());
    }

    static String row(long id, long price, long amount) {
        return Row.of(id, Row.units(price), Row.units(amount));
    }
}
