package tradelab.loadgen.run;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.loadgen.TestResult;

/** A run under way, wherever its engines are. Its methods may be called from any thread. */
public interface ActiveRun {
    String runId();

    /** Returns how far the run is; at most a fraction of a second old. */
    RunProgress progress();

    /** Returns its result; fails only if it could not run at all. */
    Future<TestResult> result();

    /** Starts no further arrivals and ends the run with what there is. */
    void stop();

    /**
     * Changes the run under way.
     *
     * @return the nanosecond of the test from which it holds; fails if there is nothing to change
     */
    Future<Long> change(Change change);

    /** Returns the seconds of the run, to be read once it has ended; null if there is no such log. */
    default @Nullable SecondLog log() {
        return null;
    }
}
