package tradelab.loadgen.engine;

import java.util.ArrayList;
import java.util.List;

/** What a loop notices about itself: when it was late, and whether its connections were too few. Single writer. */
public final class LoopHealth {
    /** How the fault begins of a load that caps do not allow. */
    public static final String HELD_BACK = "caps held back";
    /** Below this an arrival is on time. */
    public static final long LATE_NANOS = 1_000_000;
    /** Lateness that is no further apart than this is one. */
    private static final long APART_NANOS = 20_000_000;

    private static final int WINDOWS_MAX = 64;

    /**
     * A time in which arrivals started late.
     *
     * @param fromNanos when the first of them was intended
     * @param toNanos when the last of them started
     */
    public record Late(long fromNanos, long toNanos, long lagNanosMax, long arrivals) {
        Late with(long startedNanos, long lagNanos) {
            return new Late(fromNanos, Math.max(toNanos, startedNanos), Math.max(lagNanosMax, lagNanos), arrivals + 1);
        }
    }

    /**
     * How busy the loop was when it sent.
     *
     * @param crowded requests that took the last free connection, or waited for one
     * @param roomy service times of the others
     */
    public record Crowding(long crowded, LatencyCounts roomy) {
        Crowding and(Crowding other) {
            LatencyCounts both = new LatencyCounts();
            both.add(roomy);
            both.add(other.roomy);
            return new Crowding(crowded + other.crowded, both);
        }
    }

    /**
     * What a loop says when asked.
     *
     * @param awakeNanos how long it was awake only to be in time
     * @param held requests that caps held back
     */
    public record Report(List<Late> late, Crowding crowding, long awakeNanos, long held) {
        public static final Report NONE = new Report(List.of(), new Crowding(0, new LatencyCounts()), 0, 0);

        public Report {
            late = List.copyOf(late);
        }

        /** Returns how a result says that requests had to wait for a cap. */
        public String heldBack() {
            return HELD_BACK + " " + held + " requests: more a second, or more bytes, than the settings allow the run,"
                    + " its target or this process";
        }

        /** Returns both together. */
        public Report and(Report other) {
            List<Late> all = new ArrayList<>(late);
            all.addAll(other.late);
            return new Report(all, crowding.and(other.crowding), awakeNanos + other.awakeNanos, held + other.held);
        }
    }

    private final List<Late> late = new ArrayList<>();
    private final LatencyCounts roomy = new LatencyCounts();
    private long crowded;
    private long held;

    void started(long intendedNanos, long startedNanos) {
        if (startedNanos - intendedNanos >= LATE_NANOS) {
            lateBy(intendedNanos, startedNanos);
        }
    }

    private void lateBy(long intendedNanos, long startedNanos) {
        long lag = startedNanos - intendedNanos;
        int last = late.size() - 1;
        boolean goesOn = last >= 0 && intendedNanos <= late.get(last).toNanos + APART_NANOS;
        if (goesOn || late.size() == WINDOWS_MAX) {
            late.set(last, late.get(last).with(startedNanos, lag));
        } else {
            late.add(new Late(intendedNanos, startedNanos, lag, 1));
        }
    }

    /** A request had to wait for a cap. */
    void heldBack() {
        held++;
    }

    void served(boolean wasCrowded, long serviceNanos) {
        if (wasCrowded) {
            crowded++;
        } else {
            roomy.record(serviceNanos);
        }
    }

    Report report(long awakeNanos) {
        Crowding copy = new Crowding(crowded, roomy).and(new Crowding(0, new LatencyCounts()));
        return new Report(late, copy, awakeNanos, held);
    }
}
