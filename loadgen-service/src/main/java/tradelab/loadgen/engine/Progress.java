package tradelab.loadgen.engine;

import java.util.List;

/**
 * How far one loop is.
 *
 * @param offered arrivals that began, since the beginning of the test
 * @param settledBelow nothing more will become known of the seconds before this one
 * @param seconds handed over; the loop does not touch them any more
 */
public record Progress(long offered, long completed, long errors, int settledBelow, List<Second> seconds) {}
