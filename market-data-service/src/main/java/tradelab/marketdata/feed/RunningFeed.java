package tradelab.marketdata.feed;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Book;

/** A feed at work, as those see it who read what it tells. Thread-safe. */
public interface RunningFeed {
    /** Returns the instruments that are fed now. */
    List<Instrument> instruments();

    /** Returns the instruments that could be fed, as far as they are known. */
    List<Instrument> universe();

    /** Feeds these of its universe from now on, and no others; until this is called it feeds what it was made for. */
    void assign(Set<Instrument> wanted);

    boolean feeds(Instrument instrument);

    /** Returns whether it is one of its universe. */
    default boolean knows(Instrument instrument) {
        return universe().contains(instrument);
    }

    /**
     * Returns the newest time that a feed with a clock of the market's own has told of any instrument, 0 before the
     * first; empty for a venue that lives by the wall clock.
     */
    default OptionalLong marketMillis() {
        return OptionalLong.empty();
    }

    /** Returns whether its venue's past can be asked for; else trades that were not seen here are gone. */
    default boolean tellsPast() {
        return false;
    }

    /** Returns how many books were LIVE a moment ago. */
    int live();

    /** Returns the best {@code depth} levels a side; empty for an instrument of another feed. */
    Future<Optional<Book>> book(Instrument instrument, int depth);

    Future<FeedStatus> status();
}
