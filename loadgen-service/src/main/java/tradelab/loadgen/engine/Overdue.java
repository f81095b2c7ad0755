package tradelab.loadgen.engine;

/** What becomes of an arrival whose time has come while every connection is busy. */
public enum Overdue {
    /** It waits for a connection, and the waiting counts; the schedule goes on. */
    QUEUE,
    /** It is dropped and counted, as k6's {@code dropped_iterations}. */
    DROP,
    /** The rest of the schedule is put off until there is a connection: as many arrivals, at a lower rate. */
    STRETCH
}
