package tradelab.venue.taiwan.rules;

/** Numbers of shares an order may have. */
public final class Lots {
    /** Shares of a board lot. */
    public static final int BOARD = 1_000;

    /** Board lots of one order. */
    public static final int BOARD_LOTS_MAX = 499;

    private Lots() {}

    public static boolean isBoard(long shares) {
        return shares >= BOARD && shares % BOARD == 0 && shares <= (long) BOARD * BOARD_LOTS_MAX;
    }

    public static boolean isOdd(long shares) {
        return shares >= 1 && shares < BOARD;
    }
}
