package tradelab.marketdata.feed;

import java.util.Set;
import tradelab.contracts.Instrument;

/**
 * One venue's market data: what a third party implements, in one class with a public constructor without arguments,
 * named in {@code META-INF/services/tradelab.marketdata.feed.Feed} and selected by {@code market-data.feeds}.
 *
 * <p>All methods are called on one event loop, and must return at once; work that blocks belongs to a thread of the
 * feed's own, or to {@code context.vertx().executeBlocking}. The sink may be used from any thread.
 */
public interface Feed {
    /** Returns what it is selected by, alone or with a dash and more: small letters, digits and dashes. */
    String name();

    /**
     * Begins to tell the sink, and goes on by itself: a venue that is away is tried again.
     *
     * @throws IllegalArgumentException for an option that cannot be used; then the service does not start
     */
    void start(FeedSink sink, FeedContext context);

    /** Ends for good. */
    void stop();

    /**
     * Returns whether the times that it tells are those of a clock of the market's own, as in a recording or a simulated
     * day. Then the newest of them is what time it is there: candles close when it passes their end, and series end at it.
     * Else the venue's clock is taken to be ours.
     */
    default boolean marketClock() {
        return false;
    }

    /**
     * A book is wrong: it was crossed, had too many levels, or changes were lost. A feed that tells changes sends a new
     * snapshot of it; one that sends whole books anyway need not do anything. At most five times a second for a book.
     */
    default void resync(Instrument instrument) {}

    /**
     * From now on only these are of use here, because other replicas feed the rest. Called again whenever they change, if
     * replicas share their instruments at all.
     *
     * @return true if others are not told of any more, and a snapshot of those that are new follows; false if everything
     *     is told as before, which costs more and is as good
     */
    default boolean assigned(Set<Instrument> instruments) {
        return false;
    }
}
