package tradelab.marketdata.feed;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.contracts.marketdata.Book;

/**
 * All feeds of this process.
 *
 * <p>Thread-safe.
 */
public final class Feeds {
    private final List<RunningFeed> all;

    public Feeds(List<? extends RunningFeed> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Returns the feeds of these names, found by {@link ServiceLoader}.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static List<Feed> load(List<String> names) {
        Map<String, Feed> found = new TreeMap<>();
        ServiceLoader.load(Feed.class).forEach(feed -> found.putIfAbsent(feed.name(), feed));
        List<Feed> chosen = new ArrayList<>();
        for (String name : names) {
            Feed feed = found.remove(name);
            if (feed == null) {
                throw Require.refused(
                        "market-data.feeds",
                        "each once, among " + BitfinexFeedVerticle.NAME + ", " + String.join(", ", found.keySet()),
                        name);
            }
            chosen.add(feed);
        }
        return chosen;
    }

    public List<Instrument> instruments() {
        return all.stream()
                .flatMap(feed -> feed.instruments().stream())
                .distinct()
                .toList();
    }

    public int live() {
        return all.stream().mapToInt(RunningFeed::live).sum();
    }

    /** Returns the best {@code depth} levels a side; empty if no feed knows the instrument. */
    public Future<Optional<Book>> book(Instrument instrument, int depth) {
        for (RunningFeed feed : all) {
            if (feed.feeds(instrument)) {
                return feed.book(instrument, depth);
            }
        }
        return Future.succeededFuture(Optional.empty());
    }

    public Future<List<FeedStatus>> status() {
        List<Future<FeedStatus>> asked = all.stream().map(RunningFeed::status).toList();
        return Future.all(asked).map(_ -> asked.stream().map(Future::result).toList());
    }
}
