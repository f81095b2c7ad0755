package tradelab.loadgen.operation;

/** One loop's way through a feed. Owned by one event loop. */
final class FeedCursor {
    static final int NONE = -1;

    private final Feed feed;
    private final byte[][][] bytes;
    private final long first;
    private final long step;
    private final long seed;
    private long taken;

    /** @param index of this loop among {@code of} that share the rows */
    FeedCursor(Feed feed, long seed, int index, int of) {
        boolean divided = feed.sharing() == Feed.Sharing.ALL;
        this.feed = feed;
        this.bytes = feed.bytes();
        this.seed = seed + feed.name().hashCode();
        this.first = divided ? index : 0;
        this.step = divided ? of : 1;
    }

    /** Returns the row for arrival {@code sequence}, or {@link #NONE} if there are no more. */
    int take(long sequence) {
        int size = bytes.length;
        if (feed.order() == Feed.Order.RANDOM) {
            return (int) SeededRandom.below(size, SeededRandom.of(seed, sequence));
        }
        long next = first + taken * step;
        if (next >= size && feed.end() == Feed.End.STOP) {
            return NONE;
        }
        taken++;
        return (int) (next % size);
    }

    byte[] value(int row, int column) {
        return bytes[row][column];
    }
}
