package tradelab.venue.market;

import io.vertx.core.Future;
import java.util.Map;

/**
 * What brings the markets to life: generated order flow, or the replay of a recording.
 *
 * <p>There are two: {@code tradelab.venue.life.GeneratedLife.of(GeneratorOptions)} drives markets through their
 * {@link HouseDesk}; {@code tradelab.venue.replay.RecordedReplay.of(ReplayOptions)} applies recorded public frames
 * through a {@link PublicFeed}. All calls in both directions happen on the event loop that owns the markets, on which
 * {@link #start} is called; a source that reads files does that elsewhere and comes back. A source must give the loop
 * back at least every few milliseconds.
 */
public interface MarketSource {
    /**
     * Begins. Completes when each market that this source drives has a two-sided book; fails with a message for the
     * user (one sentence, naming the file or setting) when it cannot.
     */
    Future<Void> start(MarketFloor floor);

    /** Ends: no call into the floor comes after the returned future is complete. */
    Future<Void> stop();

    /**
     * Returns figures about the work so far for {@code GET /sim/source}, for example {@code frames.read} and
     * {@code frames.unparsed}. Values are text, numbers or booleans.
     */
    Map<String, Object> status();
}
