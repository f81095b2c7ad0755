package tradelab.loadgen.engine;

import org.HdrHistogram.Histogram;

/**
 * What became of the arrivals that were intended for one second of the test. Owned by the loop that fills it until it is
 * handed over, complete, to whoever merges.
 */
public final class Second {
    private final int number;
    private final Histogram response = Latencies.ofSecond();
    private final Histogram lag = Latencies.ofSecond();
    private long offered;
    private long completed;
    private long errors;

    Second(int number) {
        this.number = number;
    }

    /** Returns the second since the test began, from 0. */
    public int number() {
        return number;
    }

    public long offered() {
        return offered;
    }

    /** Returns how many got a whole answer, whatever its status. */
    public long completed() {
        return completed;
    }

    public long errors() {
        return errors;
    }

    public Histogram response() {
        return response;
    }

    public Histogram lag() {
        return lag;
    }

    void offer(long lagNanos) {
        offered++;
        Latencies.record(lag, lagNanos);
    }

    void answer(long responseNanos) {
        completed++;
        Latencies.record(response, responseNanos);
    }

    void error() {
        errors++;
    }

    /** Records how long an arrival had waited when it was given up. */
    void givenUp(long responseNanos) {
        Latencies.record(response, responseNanos);
    }

    /** Adds what another loop saw of the same second. */
    public void add(Second other) {
        offered += other.offered;
        completed += other.completed;
        errors += other.errors;
        response.add(other.response);
        lag.add(other.lag);
    }
}
