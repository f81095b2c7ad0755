package tradelab.marketdata.feed;

/**
 * The numbers of one frame: filled by {@link FrameScanner}, read, and filled again.
 *
 * <p>Not thread-safe. Does not allocate after it is made.
 */
final class Frame {
    /** A JSON null. */
    static final long NULL = Long.MIN_VALUE;

    /** A number that has more than eight digits after the point, or does not fit. */
    static final long UNREPRESENTABLE = Long.MIN_VALUE + 1;

    /** Numbers of one frame: room for 250 levels a side, or 1,000 trades. */
    static final int NUMBERS_MAX = 8_192;

    private static final int TAIL_MAX = 4;

    final long[] scaled = new long[NUMBERS_MAX];
    final long[] whole = new long[NUMBERS_MAX];
    final long[] tail = new long[TAIL_MAX];
    FrameKind kind = FrameKind.OTHER;
    int channel;
    int numbers;
    int width;
    int rows;
    int tails;

    void clear() {
        kind = FrameKind.OTHER;
        channel = -1;
        numbers = 0;
        width = 0;
        rows = 0;
        tails = 0;
    }

    /** Returns a number of a row, scaled by 10^8. */
    long scaled(int row, int column) {
        return scaled[row * width + column];
    }

    /** Returns a number of a row that has no fraction. */
    long whole(int row, int column) {
        return whole[row * width + column];
    }

    static boolean isNumber(long value) {
        return value > UNREPRESENTABLE;
    }
}
