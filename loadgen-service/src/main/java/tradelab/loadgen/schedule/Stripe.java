package tradelab.loadgen.schedule;

import java.util.List;
import tradelab.contracts.Require;

/**
 * Every {@code of}-th arrival of a schedule, from {@code index}: the share of one event loop. All stripes together are
 * the whole schedule, each arrival exactly once.
 *
 * @param whole the shared schedule
 * @param index from 0 to {@code of - 1}
 * @param of how many stripes there are
 */
public record Stripe(Schedule whole, int index, int of) implements Schedule {

    public Stripe {
        var _ = Require.range("of", of, 1, Integer.MAX_VALUE);
        var _ = Require.range("index", index, 0, of - 1L);
    }

    @Override
    public long count() {
        return Math.max(0, Math.ceilDiv(whole.count() - index, (long) of));
    }

    @Override
    public long intendedNanos(long sequence) {
        return whole.intendedNanos(global(sequence));
    }

    /** Returns the number in the whole schedule of this stripe's arrival {@code sequence}. */
    public long global(long sequence) {
        return sequence * of + index;
    }

    @Override
    public long durationNanos() {
        return whole.durationNanos();
    }

    @Override
    public double peakRate() {
        return whole.peakRate() / of;
    }

    @Override
    public double rateAt(long nanos) {
        return whole.rateAt(nanos) / of;
    }

    @Override
    public List<Stage> stages() {
        return whole.stages();
    }
}
