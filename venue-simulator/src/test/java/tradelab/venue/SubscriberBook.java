package tradelab.venue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** A book as a client keeps it from frames, and its own idea of the checksum. */
final class SubscriberBook {
    private final TreeMap<BigDecimal, BigDecimal> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<BigDecimal, BigDecimal> asks = new TreeMap<>();

    /** Applies a snapshot or a single row. */
    void apply(JsonNode rows) {
        if (rows.get(0).isArray()) {
            rows.forEach(this::row);
        } else {
            row(rows);
        }
    }

    private void row(JsonNode row) {
        BigDecimal price = number(row.get(0));
        BigDecimal amount = number(row.get(2));
        TreeMap<BigDecimal, BigDecimal> side = amount.signum() > 0 ? bids : asks;
        if (row.get(1).asInt() == 0) {
            side.remove(price);
        } else {
            side.put(price, amount);
        }
    }

    int checksum() {
        List<BigDecimal> bidPrices = new ArrayList<>(bids.keySet());
        List<BigDecimal> askPrices = new ArrayList<>(asks.keySet());
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            if (i < bidPrices.size()) {
                parts.add(bidPrices.get(i).toPlainString() + ":" + plain(bids.get(bidPrices.get(i))));
            }
            if (i < askPrices.size()) {
                parts.add(askPrices.get(i).toPlainString() + ":" + plain(asks.get(askPrices.get(i))));
            }
        }
        CRC32 crc = new CRC32();
        crc.update(String.join(":", parts).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static BigDecimal number(JsonNode node) {
        return new BigDecimal(node.decimalValue().toPlainString());
    }

    private static String plain(@org.jspecify.annotations.Nullable BigDecimal amount) {
        return String.valueOf(amount == null ? null : amount.toPlainString());
    }
}
