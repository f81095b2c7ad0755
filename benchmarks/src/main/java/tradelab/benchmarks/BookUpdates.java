package tradelab.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import tradelab.contracts.Decimals;

/** Changes of one book: the recorded ones where they are, made ones where they are not. A price of 0 begins a snapshot. */
final class BookUpdates {
    private static final Path RECORDED = Path.of("../../shared/data/bitfinex/ws_raw_tBTCUSD_2018-11-12.txt.gz");
    private static final Pattern ROW = Pattern.compile("\\[([0-9.eE+-]+),([0-9]+),([0-9.eE+-]+)]");
    private static final int MADE = 1_000_000;
    private static final int LEVELS = 100;

    final String origin;
    long[] prices = new long[1 << 20];
    int[] counts = new int[1 << 20];
    long[] amounts = new long[1 << 20];
    int size;

    private BookUpdates(String origin) {
        this.origin = origin;
    }

    static BookUpdates read() throws IOException {
        if (!Files.exists(RECORDED)) {
            return made();
        }
        BookUpdates updates = new BookUpdates("recorded");
        try (InputStream in = new GZIPInputStream(Files.newInputStream(RECORDED), 1 << 16)) {
            for (String frame : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split(";;")) {
                updates.frame(frame);
            }
        }
        return updates;
    }

    /** Levels come and go near the best prices, which never meet. */
    private static BookUpdates made() {
        BookUpdates updates = new BookUpdates("made");
        Random random = new Random(42);
        boolean[] there = new boolean[2 * LEVELS];
        for (int i = 0; i < MADE; i++) {
            int away = Math.min(LEVELS - 1, (int) (-12 * Math.log(1 - random.nextDouble())));
            boolean bid = random.nextBoolean();
            int level = bid ? away : LEVELS + away;
            there[level] = !there[level] || random.nextInt(3) > 0;
            long price = (bid ? 64_000L - away : 64_001L + away) * Decimals.ONE / 10;
            long amount = 1 + random.nextLong(10 * Decimals.ONE);
            updates.add(price, there[level] ? 1 + random.nextInt(5) : 0, bid ? amount : -amount);
        }
        return updates;
    }

    private void frame(String frame) {
        boolean snapshot = frame.contains("[[");
        if (!snapshot && !frame.endsWith("]]")) {
            return;
        }
        Matcher rows = ROW.matcher(frame);
        boolean first = snapshot;
        while (rows.find()) {
            if (first) {
                add(0, 0, 0);
                first = false;
            }
            add(scaled(rows.group(1)), Integer.parseInt(rows.group(2)), scaled(rows.group(3)));
        }
    }

    private static long scaled(String number) {
        return new BigDecimal(number).movePointRight(Decimals.SCALE).longValueExact();
    }

    private void add(long price, int count, long amount) {
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
            amounts = Arrays.copyOf(amounts, 2 * size);
        }
        prices[size] = price;
        counts[size] = count;
        amounts[size++] = amount;
    }

    /** Writes the first {@code most} as text for a peer. */
    Path write(int most) throws IOException {
        Path file = Files.createTempFile("book-updates", ".txt");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < Math.min(most, size); i++) {
                out.write(
                        prices[i] == 0
                                ? "S\n"
                                : Decimals.format(prices[i]) + " " + counts[i] + " " + Decimals.format(amounts[i])
                                        + "\n");
            }
        }
        return file;
    }
}
