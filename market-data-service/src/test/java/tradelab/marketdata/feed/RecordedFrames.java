package tradelab.marketdata.feed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Frames as a venue sent them on one connection: recorded ones where they are, made ones where they are not. */
final class RecordedFrames {
    private static final Path FILE = Path.of("../../shared/data/bitfinex/ws_raw_tBTCUSD_2018-11-12.txt.gz");
    private static final int MADE = 20_000;

    private RecordedFrames() {}

    /** Hands every frame over, and returns how many there were. */
    static long replay(Consumer<byte[]> frames) {
        return Files.exists(FILE) ? recorded(frames) : made(frames);
    }

    private static long recorded(Consumer<byte[]> frames) {
        long count = 0;
        try (InputStream in = new BufferedInputStream(new GZIPInputStream(Files.newInputStream(FILE), 1 << 16))) {
            String all = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            int from = 0;
            while (from < all.length()) {
                int end = all.indexOf(";;", from);
                String frame = all.substring(from, end < 0 ? all.length() : end).strip();
                from = end < 0 ? all.length() : end + 2;
                if (!frame.isEmpty()) {
                    frames.accept(frame.getBytes(StandardCharsets.US_ASCII));
                    count++;
                }
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A book whose two sides never meet, changed at random places. */
    private static long made(Consumer<byte[]> frames) {
        Random random = new Random(42);
        Map<Integer, Integer> levels = new TreeMap<>();
        send(frames, "{\"event\":\"info\",\"version\":2}");
        send(frames, "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\"}");
        send(frames, "[7,[[6400,1,1],[6500,1,-1]]]");
        for (int i = 0; i < MADE; i++) {
            boolean bid = random.nextBoolean();
            int price = bid ? 6_400 - random.nextInt(50) : 6_500 + random.nextInt(50);
            int count = levels.getOrDefault(price, 0) == 0 ? 1 + random.nextInt(4) : 0;
            var _ = levels.put(price, count);
            String amount = count == 0 ? "1" : random.nextInt(1, 9) + "." + random.nextInt(1, 9) + "e-3";
            send(
                    frames,
                    "[7,[" + price + "." + random.nextInt(1) + "," + count + "," + (bid ? "" : "-") + amount + "]]");
        }
        return MADE + 3L;
    }

    private static void send(Consumer<byte[]> frames, String frame) {
        frames.accept(frame.getBytes(StandardCharsets.US_ASCII));
    }
}
