package tradelab.report.chart;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Response time by percentile, read from an HdrHistogram that came from elsewhere and is not trusted: its size is
 * checked before anything is unpacked.
 *
 * @param points rising in both coordinates
 * @param count recorded values
 */
public record PercentileCurve(List<Point> points, long count) {
    private static final int TICKS_PER_HALF_DISTANCE = 6;
    private static final int ENCODED_LENGTH_MAX = 4 * 1024 * 1024;
    private static final int HEADER_BYTES = 40;
    private static final int DIGITS_MAX = 4;
    private static final long HIGHEST_NANOS_MAX = 1L << 48;
    private static final double NANOS_PER_MILLI = 1e6;

    /** @param nines log10 of 1/(1-p): 1 is p90, 2 is p99, 3 is p99.9 */
    public record Point(double nines, double millis) {}

    public PercentileCurve {
        points = List.copyOf(points);
    }

    /**
     * Reads an HdrHistogram of nanoseconds, V2 compressed, base64; empty if there is nothing in it.
     *
     * @throws IllegalArgumentException if it is anything else, or beyond what a latency can be
     */
    public static Optional<PercentileCurve> read(String base64) {
        if (base64.isEmpty()) {
            return Optional.empty();
        }
        if (base64.length() > ENCODED_LENGTH_MAX) {
            throw new IllegalArgumentException("responseHistogram: expected at most " + ENCODED_LENGTH_MAX
                    + " characters, got " + base64.length());
        }
        try {
            byte[] packed = Base64.getDecoder().decode(base64);
            checkHeader(packed);
            Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(packed), 0);
            return histogram.getTotalCount() <= 0 ? Optional.empty() : Optional.of(of(histogram));
        } catch (DataFormatException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "responseHistogram: expected an HdrHistogram, V2 compressed, base64, got: " + e.getMessage(), e);
        }
    }

    /** Unpacks only the header and refuses what would cost too much to unpack whole. */
    private static void checkHeader(byte[] packed) throws DataFormatException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed, Integer.BYTES * 2, Math.max(0, packed.length - Integer.BYTES * 2));
            header.limit(inflater.inflate(header.array()));
        } finally {
            inflater.end();
        }
        int digits = header.getInt(Integer.BYTES * 3);
        long highest = header.getLong(Integer.BYTES * 4 + Long.BYTES);
        if (digits < 0 || digits > DIGITS_MAX || highest < 0 || highest > HIGHEST_NANOS_MAX) {
            throw new IllegalArgumentException("a range of " + highest + " with " + digits + " digits");
        }
    }

    private static PercentileCurve of(Histogram histogram) {
        long count = histogram.getTotalCount();
        double ninesMax = Math.log10(count);
        List<Point> points = new ArrayList<>();
        Point last = new Point(0, histogram.getMinValue() / NANOS_PER_MILLI);
        points.add(last);
        for (HistogramIterationValue step : histogram.percentiles(TICKS_PER_HALF_DISTANCE)) {
            double beyond = 1 - step.getPercentileLevelIteratedTo() / 100;
            double nines = beyond <= 0 ? ninesMax : Math.min(ninesMax, -Math.log10(beyond));
            Point next = new Point(
                    Math.max(last.nines, nines), Math.max(last.millis, step.getValueIteratedTo() / NANOS_PER_MILLI));
            if (!next.equals(last)) {
                points.add(next);
                last = next;
            }
        }
        return new PercentileCurve(points, count);
    }

    /** Response time at {@code nines}, between the points by a straight line. */
    public double millisAt(double nines) {
        Point before = points.getFirst();
        for (Point point : points) {
            if (point.nines() >= nines) {
                double span = point.nines() - before.nines();
                double share = span <= 0 ? 1 : (nines - before.nines()) / span;
                return before.millis() + Math.clamp(share, 0, 1) * (point.millis() - before.millis());
            }
            before = point;
        }
        return before.millis();
    }
}
