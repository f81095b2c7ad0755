package tradelab.marketdata;

import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.marketdata.cache.CacheCounters;
import tradelab.marketdata.feed.FeedCounters;
import tradelab.marketdata.feed.Feeds;
import tradelab.marketdata.serving.QuotePublisherVerticle;

/** Turns counters into the rates of one sample. Owned by the event loop that takes the samples. */
final class MarketDataSamples {
    private final Feeds feed;
    private final List<FeedCounters> frames;
    private final CacheCounters cache;
    private final QuotePublisherVerticle publisher;
    private final LongSupplier nanoTime;

    private long lastNanos;
    private long lastFrames;
    private long lastHits;
    private long lastMisses;
    private long lastPublished;

    MarketDataSamples(
            Feeds feed,
            List<FeedCounters> frames,
            CacheCounters cache,
            QuotePublisherVerticle publisher,
            LongSupplier nanoTime) {
        this.feed = feed;
        this.frames = frames;
        this.cache = cache;
        this.publisher = publisher;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    void addTo(Map<String, Double> sample) {
        long nowNanos = nanoTime.getAsLong();
        double seconds = Math.max(1e-3, (nowNanos - lastNanos) / 1e9);
        long framesNow = sum(FeedCounters::frames);
        long hits = cache.hits();
        long misses = cache.misses();
        long published = publisher.published();
        long reads = hits - lastHits + misses - lastMisses;
        sample.put(SampleKeys.FRAMES_PER_SECOND, (framesNow - lastFrames) / seconds);
        sample.put(SampleKeys.FRAMES_UNPARSED, (double) sum(FeedCounters::unparsed));
        sample.put(SampleKeys.BOOKS_LIVE, (double) feed.live());
        sample.put(SampleKeys.BOOKS_CROSSED, (double) sum(one -> one.crossed.sum()));
        if (reads > 0) { // without reads there is no ratio
            sample.put(SampleKeys.CACHE_HIT_RATIO, (double) (hits - lastHits) / reads);
        }
        sample.put(SampleKeys.CACHE_READS_PER_SECOND, reads / seconds);
        sample.put(SampleKeys.QUOTES_PUBLISHED_PER_SECOND, (published - lastPublished) / seconds);
        lastNanos = nowNanos;
        lastFrames = framesNow;
        lastHits = hits;
        lastMisses = misses;
        lastPublished = published;
    }

    private long sum(ToLongFunction<FeedCounters> count) {
        return frames.stream().mapToLong(count).sum();
    }
}
