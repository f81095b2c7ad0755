package tradelab.contracts.loadgen;

import tradelab.contracts.Require;

/**
 * What virtual users, or arrivals, did: whole sessions, or single operations where there are none.
 *
 * @param completed came to their end, with errors or without
 * @param cut were under way when the time of the test, of their user, or the run was over
 */
public record IterationResult(long completed, long cut) {
    public IterationResult {
        completed = Require.range("iterations.completed", completed, 0, Long.MAX_VALUE);
        cut = Require.range("iterations.cut", cut, 0, Long.MAX_VALUE);
    }
}
