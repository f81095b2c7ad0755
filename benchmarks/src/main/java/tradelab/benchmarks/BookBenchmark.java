package tradelab.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tradelab.marketdata.book.OrderBook;

/**
 * Our book on recorded changes, on one thread: changes a second and a CPU-second, with a checksum after every change, and bytes allocated
 * a change; beside the book code of bitfinex-api-node and ccxt on the first of the same changes, where node has both
 * packages in the folder {@code tradelab.benchmark.node}. The checksums of all books must be equal in the end.
 */
public final class BookBenchmark {
    private static final int PASSES = Integer.getInteger("tradelab.benchmark.pairs", 5);
    private static final int WARM_UPS = 3;
    private static final int PEER_CHANGES = Integer.getInteger("tradelab.benchmark.changes", 100_000);
    private static final int LENGTH = 100;
    private static final int PEER_SECONDS_MAX = 120;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long kept;

    private BookBenchmark() {}

    private record Pass(double perSecond, double perCpuSecond, double bytesPerChange, int checksum) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        BookUpdates updates = BookUpdates.read();
        System.out.printf(Locale.ROOT, "%d %s changes, %d levels a side%n", updates.size, updates.origin, LENGTH);
        OrderBook book = new OrderBook(LENGTH);
        double plain = report("changes", book, updates, false);
        double checked = report("changes, each with its checksum", book, updates, true);
        String folder = System.getProperty("tradelab.benchmark.node", "");
        if (folder.isEmpty()) {
            System.out.println("peers: not asked for; -Dtradelab.benchmark.node=FOLDER names where node finds them");
            return;
        }
        Path file = updates.write(PEER_CHANGES);
        try {
            int checksum = pass(book, updates, PEER_CHANGES, false).checksum;
            for (String peer : List.of("bitfinex-api-node", "ccxt")) {
                peer(peer, file, folder, plain, checked, checksum);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static double report(String what, OrderBook book, BookUpdates updates, boolean checksums) {
        List<Double> rates = new ArrayList<>();
        List<Double> cpuRates = new ArrayList<>();
        double bytes = 0;
        for (int i = -WARM_UPS; i < PASSES; i++) {
            Pass pass = pass(book, updates, updates.size, checksums);
            if (i >= 0) {
                rates.add(pass.perSecond);
                cpuRates.add(pass.perCpuSecond);
                bytes = Math.max(bytes, pass.bytesPerChange);
            }
        }
        double median = Ratios.median(cpuRates);
        System.out.printf(
                Locale.ROOT,
                "ours: %s: median %.2f M a CPU-second, %.2f M/s, best %.2f M/s, at most %.4f B allocated a change%n",
                what,
                median / 1e6,
                Ratios.median(rates) / 1e6,
                rates.stream().mapToDouble(rate -> rate).max().orElse(0) / 1e6,
                bytes);
        return median;
    }

    private static Pass pass(OrderBook book, BookUpdates updates, int most, boolean checksums) {
        int end = Math.min(most, updates.size);
        book.clear();
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long begin = System.nanoTime();
        long sum = run(book, updates, end, checksums);
        long nanos = System.nanoTime() - begin;
        long cpuNanos = THREADS.getCurrentThreadCpuTime() - cpu;
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
        kept += sum;
        return new Pass(end * 1e9 / nanos, end * 1e9 / cpuNanos, (double) allocated / end, book.checksum());
    }

    /** What the feed does with a change: apply it, and look whether the book is crossed. */
    private static long run(OrderBook book, BookUpdates updates, int end, boolean checksums) {
        long sum = 0;
        for (int i = 0; i < end; i++) {
            long price = updates.prices[i];
            if (price == 0) {
                book.clear();
                continue;
            }
            sum += book.apply(price, updates.counts[i], updates.amounts[i]).ordinal();
            sum += book.isCrossed() ? 1 : 0;
            sum += checksums ? book.checksum() : 0;
        }
        return sum;
    }

    private static void peer(String peer, Path file, String folder, double plain, double checked, int checksum)
            throws IOException, InterruptedException {
        Process node = new ProcessBuilder("node", "peers/books.mjs", peer, file.toString(), folder)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!node.waitFor(PEER_SECONDS_MAX, TimeUnit.SECONDS)) {
            node.destroyForcibly();
            System.out.println(peer + ": no end after " + PEER_SECONDS_MAX + " s");
            return;
        }
        String answer = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (node.exitValue() != 0) {
            System.out.println(peer + ": ended with " + node.exitValue() + " " + answer);
            return;
        }
        String[] values = answer.split(" ", -1);
        if (Integer.parseInt(values[2]) != checksum) {
            throw new IllegalStateException(peer + ": another book: checksum " + values[2] + ", ours " + checksum);
        }
        double peerPlain = Double.parseDouble(values[0]);
        double peerChecked = Double.parseDouble(values[1]);
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f changes a CPU-second, %.0f with checksums; ours is %.1f and %.1f times as fast, the books"
                        + " are equal%n",
                peer,
                peerPlain,
                peerChecked,
                plain / peerPlain,
                checked / peerChecked);
        if (values.length > 3) {
            double handled = Double.parseDouble(values[3]);
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f changes a CPU-second through its handler of messages, already parsed; ours is %.1f times"
                            + " as fast%n",
                    peer,
                    handled,
                    plain / handled);
        }
    }
}
