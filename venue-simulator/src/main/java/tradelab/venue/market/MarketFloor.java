package tradelab.venue.market;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongSupplier;

/** What a {@link MarketSource} sees of the venue. Owned by one event loop. */
public interface MarketFloor {
    /** For timers and file reading. */
    Vertx vertx();

    /** The venue's clock: milliseconds since 1970. */
    LongSupplier clockMillis();

    /** Every market of the venue. */
    List<MarketSpec> markets();

    /**
     * Returns the desk of a market that is matched by our own engine.
     *
     * @throws IllegalArgumentException if there is no such market
     */
    HouseDesk desk(String symbol);

    /**
     * Turns a market into a replayed one and returns its feed. From then on its desk must not be used: own orders match
     * against the replayed book. Must be called before {@link MarketSource#start} completes.
     *
     * @throws IllegalArgumentException if there is no such market
     */
    PublicFeed feed(String symbol);

    /**
     * Returns whether every subscriber's socket takes more. A replay as fast as possible stops while this is false, and
     * goes on by {@link #whenWritable}; a subscriber that stays full for too long is cut by the venue.
     */
    boolean writable();

    /** Calls {@code resume} once, later on this event loop, as soon as {@link #writable} is true. */
    void whenWritable(Runnable resume);

    /** Returns how many connections are subscribed to the book of {@code symbol} now. */
    int bookSubscribers(String symbol);
}
