package tradelab.marketdata.feed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tradelab.marketdata.book.BookSide;
import tradelab.marketdata.book.OrderBook;

/** The recorded changes of one book, one after the other, as a venue shows them to who asked for 25 levels a side. */
final class RecordedBook {
    static final int LEVELS = 25;

    private static final int COLUMNS = 3;

    private final OrderBook whole = new OrderBook(OrderBook.LENGTH_MAX);
    private final int[] ends; // where each iteration ends, in rows
    private final long[] rows;
    private int next;
    private Levels shown = Levels.of(whole);

    /** One row on the wire: scaled price, orders (0 removes), scaled amount (below 0 is an ask). */
    record Row(long price, int orders, long amount) {}

    /** The best levels of a book at one moment: price, amount and orders of each. */
    record Levels(long[] bids, long[] asks) {
        static Levels of(OrderBook book) {
            return new Levels(side(book.bids()), side(book.asks()));
        }

        private static long[] side(BookSide side) {
            int count = Math.min(LEVELS, side.size());
            long[] levels = new long[COLUMNS * count];
            for (int i = 0; i < count; i++) {
                levels[COLUMNS * i] = side.price(i);
                levels[COLUMNS * i + 1] = side.amount(i);
                levels[COLUMNS * i + 2] = side.orders(i);
            }
            return levels;
        }

        /** Returns the rows of a snapshot. */
        List<Row> rows() {
            List<Row> all = new ArrayList<>();
            difference(new long[0], bids, 1, all);
            difference(new long[0], asks, -1, all);
            return all;
        }
    }

    /** @param changesMax how many changes of the recording are used */
    RecordedBook(int changesMax) {
        FrameScanner scanner = new FrameScanner();
        Frame frame = new Frame();
        List<long[]> iterations = new ArrayList<>();
        var _ = RecordedFrames.replay(bytes -> {
            if (iterations.size() < changesMax && scanner.scan(bytes, bytes.length, frame) == null) {
                boolean book = (frame.kind == FrameKind.ROW || frame.kind == FrameKind.ROWS) && frame.width == COLUMNS;
                if (book) {
                    iterations.add(iteration(frame));
                }
            }
        });
        ends = new int[iterations.size()];
        int end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += iterations.get(i).length;
            ends[i] = end;
        }
        rows = new long[end];
        for (int i = 0; i < ends.length; i++) {
            long[] one = iterations.get(i);
            System.arraycopy(one, 0, rows, ends[i] - one.length, one.length);
        }
    }

    private static long[] iteration(Frame frame) {
        int count = frame.kind == FrameKind.ROW ? 1 : frame.rows;
        long[] numbers = new long[COLUMNS * count];
        for (int row = 0; row < count; row++) {
            numbers[COLUMNS * row] = frame.scaled(row, 0);
            numbers[COLUMNS * row + 1] = frame.whole(row, 1);
            numbers[COLUMNS * row + 2] = frame.scaled(row, 2);
        }
        return numbers;
    }

    boolean hasNext() {
        return next < ends.length;
    }

    int changes() {
        return ends.length;
    }

    /** Goes to the next state, and returns the rows that lead there from the one before. */
    List<Row> next() {
        int begin = next == 0 ? 0 : ends[next - 1];
        int end = ends[next++];
        if (end - begin > COLUMNS) {
            whole.clear(); // a snapshot
        }
        for (int at = begin; at < end; at += COLUMNS) {
            var _ = whole.apply(rows[at], (int) rows[at + 1], rows[at + 2]);
        }
        Levels now = Levels.of(whole);
        List<Row> changed = new ArrayList<>();
        difference(shown.bids, now.bids, 1, changed);
        difference(shown.asks, now.asks, -1, changed);
        shown = now;
        return changed;
    }

    Levels shown() {
        return shown;
    }

    /** Returns the venue's checksum of what is shown. */
    int checksum() {
        return whole.checksum();
    }

    private static void difference(long[] before, long[] after, int sign, List<Row> changed) {
        if (Arrays.equals(before, after)) {
            return;
        }
        for (int i = 0; i < before.length; i += COLUMNS) {
            if (find(after, before[i]) < 0) {
                changed.add(new Row(before[i], 0, sign * tradelab.contracts.Decimals.ONE));
            }
        }
        for (int i = 0; i < after.length; i += COLUMNS) {
            int was = find(before, after[i]);
            if (was < 0 || before[was + 1] != after[i + 1] || before[was + 2] != after[i + 2]) {
                changed.add(new Row(after[i], (int) after[i + 2], sign * after[i + 1]));
            }
        }
    }

    private static int find(long[] levels, long price) {
        for (int i = 0; i < levels.length; i += COLUMNS) {
            if (levels[i] == price) {
                return i;
            }
        }
        return -1;
    }
}
