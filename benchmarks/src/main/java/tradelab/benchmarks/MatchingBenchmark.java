package tradelab.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Our matching engine and exchange-core's, the same recorded commands, in turns on one thread: operations a second,
 * bytes allocated an operation, and whether both books and all trades are equal afterwards.
 */
public final class MatchingBenchmark {
    private static final int PAIRS = Integer.getInteger("tradelab.benchmark.pairs", 7);
    private static final int LENGTH = Integer.getInteger("tradelab.benchmark.commands", 3_000_000);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MatchingBenchmark() {}

    /** Runs with one symbol and with 1,000. */
    public static void main(String[] args) {
        for (int symbols : new int[] {1, 1_000}) {
            compare(OrderFlow.record(symbols, LENGTH, 20_210_806L));
        }
    }

    private static void compare(OrderFlow flow) {
        System.out.printf(
                Locale.ROOT,
                "%n%d symbols, %d orders pending, %d commands%n",
                flow.symbols,
                flow.symbols * OrderFlow.PENDING,
                flow.timed());
        List<Double> ours = new ArrayList<>();
        List<Double> peers = new ArrayList<>();
        for (int pair = -2; pair < PAIRS; pair++) {
            boolean oursFirst = pair % 2 == 0;
            Pass first = pass(flow, oursFirst ? OurBooks::new : ExchangeCoreBooks::new);
            Pass second = pass(flow, oursFirst ? ExchangeCoreBooks::new : OurBooks::new);
            Pass own = oursFirst ? first : second;
            Pass peer = oursFirst ? second : first;
            own.mustEqual(peer);
            System.out.printf(
                    Locale.ROOT,
                    "%-8s ours %5.2f M/s, %5.2f B/op   exchange-core %5.2f M/s, %5.2f B/op   ratio %.2f%n",
                    pair < 0 ? "warm-up" : "pair " + pair,
                    own.perSecond / 1e6,
                    own.bytesPerOperation,
                    peer.perSecond / 1e6,
                    peer.bytesPerOperation,
                    own.perSecond / peer.perSecond);
            if (pair >= 0) {
                ours.add(own.perSecond);
                peers.add(peer.perSecond);
            } else if (pair == -1) {
                System.out.println(own.books);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "median   ours %5.2f M/s   exchange-core %5.2f M/s   ratio %.2f   books and trades equal in all"
                        + " passes%n",
                Ratios.median(ours) / 1e6,
                Ratios.median(peers) / 1e6,
                Ratios.median(Ratios.ofPairs(ours, peers)));
    }

    private static Pass pass(OrderFlow flow, Function<OrderFlow, Books> maker) {
        Books books = maker.apply(flow);
        books.run(0, flow.filling);
        System.gc();
        books.startCounting();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        books.run(flow.filling, flow.length());
        long nanos = System.nanoTime() - start;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        return new Pass(flow.timed() * 1e9 / nanos, (double) allocated / flow.timed(), books.state());
    }

    private record Pass(double perSecond, double bytesPerOperation, BookState books) {
        void mustEqual(Pass other) {
            if (!books.equals(other.books)) {
                throw new IllegalStateException("the books differ: " + books + " and " + other.books);
            }
        }
    }

    /** One engine with all its symbols. */
    interface Books {
        void run(int from, int to);

        void startCounting();

        BookState state();
    }

    /** What must be equal afterwards. */
    record BookState(long trades, long lots, long tradedCommands, long orders, long slots, long depthDigest) {
        static long fold(long digest, long price, long amount, long count) {
            return ((digest * 31 + price) * 31 + amount) * 31 + count;
        }
    }
}
