package tradelab.venue.replay;

import org.jspecify.annotations.Nullable;

/**
 * What a recording held so far, in frames.
 *
 * @param read all frames: the sum of the kinds and of the unparsed
 * @param unparsed frames that are not what the exchange's documentation says
 * @param firstUnparsed number, reason and beginning of the first of these; null if there are none
 * @param events {@code info}, {@code subscribed} and the like
 * @param others checksums, and channels that are not replayed
 * @param crossed states of a book, counted after each frame, in which the best bid was at or above the best ask
 */
public record FrameSummary(
        long read,
        long unparsed,
        @Nullable String firstUnparsed,
        long bookSnapshots,
        long bookUpdates,
        long tradeHistories,
        long tradesExecuted,
        long tradesUpdated,
        long heartbeats,
        long events,
        long others,
        long crossed) {}
