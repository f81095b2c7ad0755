package tradelab.marketdata.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote.Validity;

/**
 * A book, or what has changed of it: a level of amount 0 is gone, every other one is as given.
 *
 * @param checksum CRC-32 of the book after it, see {@link #checksum}: what a client proves its copy with
 */
record BookDelta(
        List<Book.Level> bids, List<Book.Level> asks, long checksum, Validity validity, long receiveEpochMillis) {
    private static final int CHECKSUM_LEVELS = 25;

    static BookDelta whole(Book book) {
        return new BookDelta(book.bids(), book.asks(), checksum(book), book.validity(), book.receiveEpochMillis());
    }

    static BookDelta between(Book before, Book now) {
        return new BookDelta(
                changes(before.bids(), now.bids()),
                changes(before.asks(), now.asks()),
                checksum(now),
                now.validity(),
                now.receiveEpochMillis());
    }

    boolean isEmpty() {
        return bids.isEmpty() && asks.isEmpty();
    }

    private static List<Book.Level> changes(List<Book.Level> before, List<Book.Level> now) {
        Map<Price, Book.Level> gone = new HashMap<>();
        before.forEach(level -> gone.put(level.price(), level));
        List<Book.Level> changes = new ArrayList<>();
        for (Book.Level level : now) {
            if (!level.equals(gone.remove(level.price()))) {
                changes.add(level);
            }
        }
        gone.keySet().forEach(price -> changes.add(new Book.Level(price, Amount.ZERO, 0)));
        return changes;
    }

    /**
     * Returns the CRC-32, as a signed 32-bit number, of {@code price:amount} of the best bid, the best ask, the second
     * bid and so on, 25 levels a side, joined by colons, ask amounts negative: Bitfinex' own way.
     */
    static long checksum(Book book) {
        StringBuilder text = new StringBuilder();
        int depth = Math.min(
                CHECKSUM_LEVELS, Math.max(book.bids().size(), book.asks().size()));
        for (int i = 0; i < depth; i++) {
            append(text, book.bids(), i, "");
            append(text, book.asks(), i, "-");
        }
        CRC32 crc = new CRC32();
        crc.update(text.substring(0, Math.max(0, text.length() - 1)).getBytes(StandardCharsets.US_ASCII));
        return (int) crc.getValue();
    }

    private static void append(StringBuilder text, List<Book.Level> side, int i, String sign) {
        if (i < side.size()) {
            Book.Level level = side.get(i);
            text.append(level.price())
                    .append(':')
                    .append(sign)
                    .append(level.amount())
                    .append(':');
        }
    }
}
