package tradelab.marketdata.venue;

import io.vertx.core.Future;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Instrument;
import tradelab.contracts.Require;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedSink;
import tradelab.marketdata.feed.RecordedFrameReader;

/**
 * A file of raw Bitfinex frames of one instrument, separated by {@code ;;}, plain or gzip, played at a steady rate from
 * beginning to end. At the end its book stays SUSPECT: nothing is heard any more.
 *
 * <p>Options: {@code file}, {@code instrument}, {@code frames-per-second}. The file is read on a worker.
 */
public final class RecordedFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(RecordedFeed.class);
    private static final long TICK_MILLIS = 20;

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedSink sink;

    @SuppressWarnings("NullAway.Init") // set by start()
    private FeedContext context;

    @SuppressWarnings("NullAway.Init") // set by start()
    private RecordedFrameReader reader;

    private long framesPerSecond;
    private @Nullable Scanner frames;
    private boolean stopped;

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        context.options().only("file", "instrument", "frames-per-second");
        this.sink = sink;
        this.context = context;
        framesPerSecond = context.options().number("frames-per-second", 1_000, 1, 1_000_000);
        Path file = Path.of(context.options().required("file"));
        Instrument instrument = Instrument.parse(context.options().required("instrument"));
        if (!Files.isReadable(file)) {
            throw Require.refused("market-data.feed.recorded.file", "a file", file.toString());
        }
        reader = new RecordedFrameReader(instrument, sink);
        sink.instruments(List.of(instrument));
        var _ = context.vertx()
                .executeBlocking(() -> open(file), false)
                .onSuccess(opened -> {
                    frames = opened;
                    sink.connected();
                    play();
                })
                .onFailure(cause -> sink.interrupted(String.valueOf(cause.getMessage())));
    }

    @Override
    public boolean marketClock() {
        return true;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private static Scanner open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        return new Scanner(plain, StandardCharsets.UTF_8).useDelimiter(";;");
    }

    /** Reads the frames of one tick on a worker, tells them, and waits for the next tick. */
    private void play() {
        Scanner open = frames;
        if (open == null) {
            return;
        }
        int count = (int) Math.max(1, framesPerSecond * TICK_MILLIS / 1_000);
        Future<@Nullable List<String>> read = context.vertx().executeBlocking(() -> read(open, count), false);
        var _ = read.onSuccess(some -> {
            List<String> batch = some == null ? List.of() : some;
            batch.forEach(frame -> reader.take(frame.getBytes(StandardCharsets.UTF_8)));
            if (stopped || batch.isEmpty()) {
                end(open, stopped ? "stopped" : "the recording is over");
            } else {
                var _ = context.vertx().setTimer(TICK_MILLIS, _ -> play());
            }
        });
    }

    private void end(Scanner open, String reason) {
        frames = null;
        LOG.info("event=recording_ended reason={}", reason);
        sink.interrupted(reason);
        open.close();
    }

    private static List<String> read(Scanner from, int count) {
        List<String> batch = new ArrayList<>(count);
        while (batch.size() < count && from.hasNext()) {
            String frame = from.next().strip();
            if (!frame.isEmpty()) {
                batch.add(frame);
            }
        }
        return batch;
    }
}
