package tradelab.marketdata.feed;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
     * Returns the feeds of these names, found by {@link ServiceLoader}. A name may go on behind a dash, so that one feed
     * is selected more than once, each with options of its own: {@code xchange-kraken} is the feed {@code xchange}.
     *
     * @throws IllegalArgumentException naming those there are
     */
    public static List<Feed> load(List<String> names) {
        Map<String, ServiceLoader.Provider<Feed>> found = new TreeMap<>();
        ServiceLoader.load(Feed.class).stream()
                .forEach(provider -> found.putIfAbsent(provider.get().name(), provider));
        List<Feed> chosen = new ArrayList<>();
        Set<String> left = new TreeSet<>(found.keySet());
        Set<String> taken = new HashSet<>();
        for (String name : names) {
            ServiceLoader.Provider<Feed> provider = found.get(found.containsKey(name) ? name : base(name));
            if (provider == null || !taken.add(name)) {
                throw Require.refused(
                        "market-data.feeds",
                        "each once, among " + BitfinexFeedVerticle.NAME + ", " + String.join(", ", left),
                        name);
            }
            boolean _ = left.remove(name);
            chosen.add(provider.get());
        }
        return chosen;
    }

    private static String base(String name) {
        int dash = name.indexOf('-');
        return dash < 0 ? name : name.substring(0, dash);
    }

    public List<Instrument> instruments() {
        return all.stream()
                .flatMap(feed -> feed.instruments().stream())
                .distinct()
                .toList();
    }

    /** Returns the feed that tells of the instrument, or would if it were assigned to it. */
    public Optional<RunningFeed> of(Instrument instrument) {
        for (RunningFeed feed : all) {
            if (feed.knows(instrument)) {
                return Optional.of(feed);
            }
        }
        return Optional.empty();
    }

    /** Returns what all feeds of this process could feed. */
    public List<Instrument> universe() {
        return all.stream().flatMap(feed -> feed.universe().stream()).distinct().toList();
    }

    /** Feeds these and no others from now on. */
    public void assign(Set<Instrument> wanted) {
        all.forEach(feed -> feed.assign(wanted));
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
