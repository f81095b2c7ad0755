package tradelab.loadgen.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Decides what becomes of each chunk of bytes of one connection, one way. A pure function of seed, faults, sizes and
 * times: the same ones are harmed in the same way again.
 */
final class ChunkDecider {
    /** Pieces of one chunk; smaller slices than that allows are made larger. */
    static final int PIECES_MAX = 1_024;

    private static final int INTACT = -1;
    private static final long MILLI = 1_000_000;

    /** What follows the pieces. */
    enum Then {
        GO_ON,
        CLOSE,
        RESET,
        HALF_OPEN
    }

    /**
     * A part of a chunk.
     *
     * @param atNanos when it is to be passed on; never before the one before it
     * @param wrongByte the index of the byte that is changed, or negative
     * @param mask of the bits that are changed there
     */
    record Piece(int from, int to, long atNanos, int wrongByte, int mask) {}

    /** What becomes of a chunk; bytes that lie in no piece are lost. */
    record Decision(List<Piece> pieces, Then then) {}

    /** The sum of the faults that are in force. */
    private static final class Sum {
        private long delayNanos;
        private double bytesPerSecond = Double.POSITIVE_INFINITY;
        private int slice = Integer.MAX_VALUE;
        private long gapNanos;
        private int length;
        private int wrongByte = INTACT;
        private Then then = Then.GO_ON;
        private boolean lost;
    }

    private final SplittableRandom random;
    private long passedBytes;
    private long lastNanos = Long.MIN_VALUE;

    ChunkDecider(long seed) {
        this.random = new SplittableRandom(seed);
    }

    Decision decide(List<Fault> faults, int length, long nowNanos) {
        Sum sum = new Sum();
        sum.length = length;
        faults.forEach(fault -> add(fault, sum));
        if (sum.lost) {
            return new Decision(List.of(), sum.then);
        }
        passedBytes += sum.length;
        return new Decision(pieces(sum, nowNanos), sum.then);
    }

    private void add(Fault fault, Sum sum) {
        switch (fault.kind()) {
            case LATENCY -> {
                long jitter = fault.jitterMillis() * MILLI;
                long delay = fault.amount() * MILLI + (jitter == 0 ? 0 : random.nextLong(-jitter, jitter + 1));
                sum.delayNanos += Math.max(0, delay);
            }
            case BANDWIDTH -> sum.bytesPerSecond = Math.min(sum.bytesPerSecond, fault.amount());
            case SLICE -> {
                sum.slice = (int) Math.min(sum.slice, fault.amount());
                sum.gapNanos = Math.max(sum.gapNanos, fault.jitterMillis() * MILLI);
            }
            case LIMIT -> {
                if (passedBytes + sum.length >= fault.amount()) {
                    sum.length = (int) Math.max(0, fault.amount() - passedBytes);
                    sum.then = Then.CLOSE;
                }
            }
            case BLACK_HOLE -> sum.lost = true;
            case HALF_OPEN -> end(sum, Then.HALF_OPEN);
            case RESET -> end(sum, Then.RESET);
            case CORRUPT -> {
                if (random.nextDouble() < fault.share() && sum.length > 0) {
                    sum.wrongByte = random.nextInt(sum.length);
                }
            }
            case SLOW_CLOSE -> {
                // concerns the end alone
            }
        }
    }

    private static void end(Sum sum, Then then) {
        sum.lost = true;
        sum.then = then;
    }

    private List<Piece> pieces(Sum sum, long nowNanos) {
        int size = Math.max(Math.min(sum.slice, Math.max(1, sum.length)), Math.ceilDiv(sum.length, PIECES_MAX));
        int mask = 1 << random.nextInt(Byte.SIZE);
        List<Piece> pieces = new ArrayList<>();
        long at = Math.max(nowNanos + sum.delayNanos, lastNanos);
        for (int from = 0; from < sum.length; from += size) {
            int to = Math.min(sum.length, from + size);
            at += (from == 0 ? 0 : sum.gapNanos) + (long) ((to - from) * 1e9 / sum.bytesPerSecond);
            boolean wrong = sum.wrongByte >= from && sum.wrongByte < to;
            pieces.add(new Piece(from, to, at, wrong ? sum.wrongByte : INTACT, wrong ? mask : 0));
        }
        lastNanos = at;
        return pieces;
    }
}
