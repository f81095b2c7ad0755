package tradelab.venue.life;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tradelab.contracts.Decimals;
import tradelab.venue.replay.RecordingWriter;

/** Writes a generated market as a recording, for tests that would rather have the real one. */
public final class GeneratedRecording implements TestDesk.Listener {
    private static final int HEARTBEAT_EVERY = 200;

    private final RecordingWriter writer;
    private final GeneratedMarket market = new GeneratedMarket(GeneratedMarket.BTC, 42, 49, 3);
    private long frames;
    private long updates;
    private long trades;
    private long heartbeats;

    private GeneratedRecording(RecordingWriter writer) {
        this.writer = writer;
    }

    /** Returns how many frames of each kind a replay must report. */
    public static Map<String, Object> write(Path file, int updatesMin) throws IOException {
        try (RecordingWriter writer = RecordingWriter.create(file)) {
            return new GeneratedRecording(writer).write(updatesMin);
        }
    }

    private Map<String, Object> write(int updatesMin) {
        frame("{\"event\":\"info\",\"version\":2}");
        frame("{\"event\":\"subscribed\",\"channel\":\"trades\",\"chanId\":8,\"symbol\":\"tBTCUSD\"}");
        frame("[8,[[1," + market.nowMillis() + ",0.5,6440]]]");
        frame("{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\",\"prec\":\"P0\"}");
        snapshot();
        market.desk.listen(this);
        while (updates < updatesMin) {
            market.step();
        }
        Map<String, Object> expected = new HashMap<>();
        expected.put("frames.read", frames);
        expected.put("frames.book.snapshots", 1L);
        expected.put("frames.book.updates", updates);
        expected.put("frames.trades.executed", trades);
        expected.put("frames.trades.updated", trades);
        expected.put("frames.heartbeats", heartbeats);
        return expected;
    }

    private void snapshot() {
        StringBuilder text = new StringBuilder("[7,[");
        for (boolean bid : new boolean[] {true, false}) {
            market.desk
                    .side(bid)
                    .forEach((price, level) ->
                            text.append(text.length() == 4 ? "" : ",").append(row(bid, price, level)));
        }
        frame(text.append("]]").toString());
    }

    private static String row(boolean bid, long price, TestDesk.Level level) {
        long amount = level.count() == 0 ? Decimals.ONE : level.amount();
        return "[" + Decimals.format(price) + "," + level.count() + "," + Decimals.format(bid ? amount : -amount) + "]";
    }

    @Override
    public void level(boolean bid, long price, TestDesk.Level level) {
        updates++;
        frame("[7," + row(bid, price, level) + "]");
        if (updates % HEARTBEAT_EVERY == 0) {
            heartbeats++;
            frame("[8,\"hb\"]");
        }
    }

    @Override
    public void traded(long amount, long price, long nowMillis) {
        trades++;
        String trade = "[" + (1 + trades) + "," + nowMillis + "," + Decimals.format(amount) + ","
                + Decimals.format(price) + "]";
        frame("[8,\"te\"," + trade + "]");
        frame("[8,\"tu\"," + trade + "]");
    }

    private void frame(String text) {
        frames++;
        try {
            writer.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
