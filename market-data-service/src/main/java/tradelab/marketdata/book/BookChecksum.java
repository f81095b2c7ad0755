package tradelab.marketdata.book;

import java.util.zip.CRC32;
import tradelab.contracts.Decimals;

/**
 * Bitfinex' book checksum: the CRC-32 of {@code price:amount} of the best bid, the best ask, the second bid and so on,
 * 25 levels a side, joined by colons; ask amounts negative, numbers as the shortest plain decimals.
 *
 * <p>Not thread-safe. Does not allocate.
 */
final class BookChecksum {
    static final int LEVELS = 25;

    private static final int BYTES_MAX = LEVELS * 2 * 2 * (Decimals.TEXT_LENGTH_MAX + 1);

    private final CRC32 crc = new CRC32();
    private final byte[] text = new byte[BYTES_MAX];
    private int length;

    int of(OrderBook book) {
        length = 0;
        BookSide bids = book.bids();
        BookSide asks = book.asks();
        int depth = Math.min(LEVELS, Math.max(bids.size(), asks.size()));
        for (int i = 0; i < depth; i++) {
            if (i < bids.size()) {
                append(bids.price(i));
                append(bids.amount(i));
            }
            if (i < asks.size()) {
                append(asks.price(i));
                append(-asks.amount(i));
            }
        }
        crc.reset();
        crc.update(text, 0, Math.max(0, length - 1)); // without the last colon
        return (int) crc.getValue();
    }

    private void append(long units) {
        if (units < 0) {
            text[length++] = '-';
        }
        appendWhole(Math.abs(units / Decimals.ONE));
        long fraction = Math.abs(units % Decimals.ONE);
        if (fraction != 0) {
            text[length++] = '.';
            long digit = Decimals.ONE / 10;
            while (fraction != 0) {
                text[length++] = (byte) ('0' + fraction / digit);
                fraction %= digit;
                digit /= 10;
            }
        }
        text[length++] = ':';
    }

    private void appendWhole(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            text[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }
}
