package tradelab.cli.demo;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.report.suite.Fact;

/** Watches market data arrive, and tells what came. */
final class FeedWatch {
    private static final String SECTION = "Market data";
    private static final long POLL_MILLIS = 100;
    private static final long LIVE_MILLIS_MAX = 30_000;
    private static final long REPLAY_MILLIS_MAX = 300_000;

    private final Api api;
    private final Progress progress;

    FeedWatch(Api api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /** Waits until every book is LIVE. */
    void awaitLive() throws InterruptedException {
        JsonObject feed = new JsonObject();
        for (long waited = 0; waited < LIVE_MILLIS_MAX; waited += POLL_MILLIS) {
            feed = feed();
            boolean live = !feed.getJsonArray("books").isEmpty()
                    && feed.getJsonArray("books").stream()
                            .allMatch(book -> "LIVE".equals(((JsonObject) book).getString("validity")));
            if (live) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new CommandException(
                ExitCode.OTHER, "no live book after " + LIVE_MILLIS_MAX / 1_000 + " s; the feed says " + feed.encode());
    }

    /** Waits until the recording has been played once, as fast as market data takes it. */
    List<Fact> awaitReplay() throws InterruptedException {
        long began = System.nanoTime();
        for (long waited = 0; waited < REPLAY_MILLIS_MAX; waited += POLL_MILLIS) {
            JsonObject source = source();
            String state = source.getString("state");
            if (state.equals("failed")) {
                throw new CommandException(ExitCode.BAD_INPUT, source.getString("error"));
            }
            long read = source.getLong("frames.read");
            if (state.equals("holding") || source.getInteger("rounds") > 0) {
                return facts(source, (System.nanoTime() - began) / 1e9);
            }
            progress.tick("replay  " + number(read) + " frames");
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new CommandException(ExitCode.OTHER, "the replay took longer than " + REPLAY_MILLIS_MAX / 1_000 + " s");
    }

    /** What market data itself counted, at the end. */
    List<Fact> facts() {
        JsonObject feed = feed();
        long unparsed = feed.getJsonObject("unparsed").stream()
                .mapToLong(reason -> ((Number) reason.getValue()).longValue())
                .sum();
        List<Fact> facts = new ArrayList<>();
        facts.add(Fact.told(SECTION, "frames received by market data", number(feed.getLong("framesTotal"))));
        facts.add(Fact.checked(SECTION, "frames that did not parse", number(unparsed), unparsed == 0));
        facts.add(
                Fact.checked(SECTION, "crossed books", number(feed.getLong("crossed")), feed.getLong("crossed") == 0));
        long wrong = feed.getLong("checksumFailures");
        facts.add(Fact.checked(
                SECTION,
                "checksums right, wrong",
                number(feed.getLong("checksumsRight")) + ", " + number(wrong),
                wrong == 0));
        long gaps = feed.getLong("sequenceGaps");
        facts.add(Fact.checked(SECTION, "sequence gaps", number(gaps), gaps == 0));
        return facts;
    }

    private static List<Fact> facts(JsonObject source, double seconds) {
        long read = source.getLong("frames.read");
        long unparsed = source.getLong("frames.unparsed");
        long crossed = source.getLong("books.crossed");
        return List.of(
                Fact.told(SECTION, "recording", source.getString("file")),
                Fact.told(SECTION, "frames read", number(read)),
                Fact.checked(SECTION, "frames unparsed in the recording", number(unparsed), unparsed == 0),
                Fact.checked(SECTION, "crossed books in the recording", number(crossed), crossed == 0),
                Fact.told(
                        SECTION,
                        "played in",
                        String.format(Locale.ROOT, "%.1f s, %,.0f frames/s", seconds, read / Math.max(seconds, 0.1))));
    }

    private JsonObject feed() {
        return api.get("market-data-service", "/api/v1/feeds")
                .getJsonArray("feeds")
                .getJsonObject(0);
    }

    private JsonObject source() {
        return api.get("venue-simulator", "/sim/source").getJsonObject("replay");
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
