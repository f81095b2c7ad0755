package tradelab.marketdata.book;

import java.util.zip.CRC32;

/**
 * Bitfinex' book checksum: the CRC-32 of {@code price:amount} of the best bid, the best ask, the second bid and so on,
 * 25 levels a side, joined by colons; ask amounts negative, numbers as the shortest plain decimals.
 *
 * <p>Not thread-safe. Does not allocate.
 */
final class BookChecksum {
    static final int LEVELS = 25;

    private final CRC32 crc = new CRC32();
    private final byte[] text = new byte[LEVELS * 2 * BookSide.TEXT_MAX];
    private int last;

    /** Owned by one book: it asks the book's sides whether anything has changed since the last time. */
    int of(OrderBook book) {
        BookSide bids = book.bids();
        BookSide asks = book.asks();
        if (!(bids.takeChanged() | asks.takeChanged())) {
            return last;
        }
        int length = 0;
        int bidLevels = Math.min(LEVELS, bids.size());
        int askLevels = Math.min(LEVELS, asks.size());
        for (int i = 0; i < Math.max(bidLevels, askLevels); i++) {
            if (i < bidLevels) {
                length = bids.text(i, text, length);
            }
            if (i < askLevels) {
                length = asks.text(i, text, length);
            }
        }
        crc.reset();
        crc.update(text, 0, Math.max(0, length - 1)); // without the last colon
        last = (int) crc.getValue();
        return last;
    }
}
