package tradelab.marketdata.feed;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Instrument;
import tradelab.contracts.marketdata.Quote.Validity;
import tradelab.marketdata.book.BookState;

/**
 * A feed as its operator sees it.
 *
 * @param state CONNECTED, CONNECTING if some or all sockets are away, or STOPPED
 * @param problem why a socket is away, or empty
 * @param frames frames by kind
 * @param unparsed frames that could not be used, by reason
 * @param crossed book changes after which the book was crossed
 * @param strays frames of channels that are not ours
 */
public record FeedStatus(
        String feed,
        String url,
        State state,
        String problem,
        int sockets,
        int socketsConnected,
        long framesTotal,
        Map<String, Long> frames,
        Map<String, Long> unparsed,
        long crossed,
        long resyncs,
        long checksumsRight,
        long checksumFailures,
        long sequenceGaps,
        long strays,
        long connects,
        long disconnects,
        long errors,
        List<BookStatus> books) {

    /** How the feed's connections are. */
    public enum State {
        CONNECTED,
        CONNECTING,
        STOPPED
    }

    /**
     * One book.
     *
     * @param ageMillis since the last frame that confirmed it, absent before the first
     * @param sequence changes so far
     */
    public record BookStatus(
            Instrument instrument,
            BookState state,
            Validity validity,
            @Nullable Long ageMillis,
            int bids,
            int asks,
            long sequence,
            long resyncs) {}

    public FeedStatus {
        frames = Map.copyOf(frames);
        unparsed = Map.copyOf(unparsed);
        books = List.copyOf(books);
    }
}
