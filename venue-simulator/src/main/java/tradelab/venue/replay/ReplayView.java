package tradelab.venue.replay;

import java.math.BigDecimal;

/**
 * Where a replay is.
 *
 * @param state playing, seeking, waiting_for_subscribers, holding (at the end) or failed
 * @param positionMillis since the beginning of the recording
 * @param recordedMillis the same as a time of the exchange, since 1970
 * @param rounds repetitions that have begun
 */
public record ReplayView(
        String file,
        String state,
        boolean paused,
        BigDecimal speed,
        long positionMillis,
        long lengthMillis,
        long recordedMillis,
        int rounds) {}
