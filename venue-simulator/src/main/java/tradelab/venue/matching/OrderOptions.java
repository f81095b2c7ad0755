package tradelab.venue.matching;

/** What an order asks for beside its {@link OrderKind}; added up to one number. */
public final class OrderOptions {
    public static final int NONE = 0;

    /** Rests where nobody sees it, behind the visible orders of its price. */
    public static final int HIDDEN = 1;

    /** Is closed rather than trade with an order of its own owner. */
    public static final int PROTECT_SELF = 2;

    /** Waiting, it trades only as much as {@link MatchListener#reducible} allows, and is closed at nothing. */
    public static final int REDUCES = 4;

    private OrderOptions() {}

    static boolean hidden(int options) {
        return (options & HIDDEN) != 0;
    }

    static boolean reduces(int options) {
        return (options & REDUCES) != 0;
    }

    static boolean protects(int options) {
        return (options & PROTECT_SELF) != 0;
    }
}
