package tradelab.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedSink;

/**
 * Snapshots of five levels a side of many securities at a steady rate, told from a thread of its own. In place of the
 * time of the venue it tells its own clock in microseconds, so that whoever gets the quote knows how long it took.
 */
public final class FloodFeed implements Feed {
    private static final int LEVELS = 5;
    private static final long TICK_NANOS = 1_000_000;

    private volatile boolean stopped;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        int count = (int) context.options().number("instruments", 2_356, 1, 20_000);
        long perSecond = context.options().number("rate", 50_000, 1, 1_000_000);
        List<Instrument> instruments = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            instruments.add(new Instrument("TWSE", Integer.toString(1_000 + i)));
        }
        sink.instruments(instruments);
        sink.connected();
        var _ = Thread.ofPlatform().daemon().name("flood").start(() -> run(sink, instruments, perSecond));
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private void run(FeedSink sink, List<Instrument> instruments, long perSecond) {
        long begin = System.nanoTime();
        long told = 0;
        while (!stopped) {
            long due = (System.nanoTime() - begin) * perSecond / TimeUnit.SECONDS.toNanos(1);
            for (; told < due; told++) {
                Instrument instrument = instruments.get((int) (told % instruments.size()));
                long middle = 1_000 + told / instruments.size() % 50;
                sink.snapshot(instrument, side(middle, -1), side(middle, 1), null, System.nanoTime() / 1_000);
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private static List<Book.Level> side(long middle, int step) {
        List<Book.Level> levels = new ArrayList<>(LEVELS);
        for (int i = 1; i <= LEVELS; i++) {
            levels.add(new Book.Level(
                    new Price((middle + (long) step * i) * 10_000_000), new Amount(i * 100_000_000_000L), 1));
        }
        return levels;
    }
}
