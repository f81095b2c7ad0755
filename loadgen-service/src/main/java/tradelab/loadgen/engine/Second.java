package tradelab.loadgen.engine;

import org.jspecify.annotations.Nullable;

/**
 * What became of the arrivals that were intended for one second of the test. Owned by the loop that fills it until it is
 * handed over, complete, to whoever merges.
 */
public final class Second {
    private final int number;
    private final LatencyCounts lag = new LatencyCounts();
    private final LatencyCounts wait = new LatencyCounts();
    private final LatencyCounts firstByte = new LatencyCounts();
    private final OfOperation[] operations;
    private long offered;
    private long completed;
    private long errors;
    private long retries;
    private long iterations;
    private long cut;

    /** One operation in this second. */
    static final class OfOperation {
        final LatencyCounts response = new LatencyCounts();
        final LatencyCounts service = new LatencyCounts();
        long requests;
        long errors;
        long checks;
        long checksFailed;
        /** By {@link ErrorKind}; there is none until there is an error. */
        int @Nullable [] errorsByKind;

        void error(int kind, int count) {
            if (errorsByKind == null) {
                errorsByKind = new int[ErrorKind.COUNT];
            }
            errorsByKind[kind] += count;
            errors += count;
        }

        private void add(OfOperation other) {
            response.add(other.response);
            service.add(other.service);
            requests += other.requests;
            checks += other.checks;
            checksFailed += other.checksFailed;
            int[] theirs = other.errorsByKind;
            for (int kind = 0; theirs != null && kind < theirs.length; kind++) {
                if (theirs[kind] > 0) {
                    error(kind, theirs[kind]);
                }
            }
        }
    }

    /** A second in which nothing has happened yet. */
    public Second(int number, int operationCount) {
        this.number = number;
        this.operations = new OfOperation[operationCount];
        for (int i = 0; i < operationCount; i++) {
            operations[i] = new OfOperation();
        }
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

    /** Returns how often an arrival was tried again. */
    public long retries() {
        return retries;
    }

    /** Returns how many sessions, or single operations, came to their end. */
    public long iterations() {
        return iterations;
    }

    /** Returns how many were cut short by the end. */
    public long cut() {
        return cut;
    }

    public int operationCount() {
        return operations.length;
    }

    /** Returns the response times of one operation. */
    public LatencyCounts response(int operation) {
        return operations[operation].response;
    }

    /** Returns the response times of all operations. */
    public LatencyCounts response() {
        LatencyCounts all = new LatencyCounts();
        for (OfOperation operation : operations) {
            all.add(operation.response);
        }
        return all;
    }

    public LatencyCounts lag() {
        return lag;
    }

    /** Returns the times from being ready to being sent. */
    public LatencyCounts waiting() {
        return wait;
    }

    /** Returns the times from sending to the last byte, of all operations. */
    public LatencyCounts service() {
        LatencyCounts all = new LatencyCounts();
        for (OfOperation operation : operations) {
            all.add(operation.service);
        }
        return all;
    }

    public LatencyCounts firstByte() {
        return firstByte;
    }

    OfOperation operation(int index) {
        return operations[index];
    }

    void iterations(long newIterations, long newCut) {
        iterations = newIterations;
        cut = newCut;
    }

    void iterate(boolean wasCut) {
        if (wasCut) {
            cut++;
        } else {
            iterations++;
        }
    }

    void counts(long newOffered, long newCompleted, long newErrors, long newRetries) {
        offered = newOffered;
        completed = newCompleted;
        errors = newErrors;
        retries = newRetries;
    }

    void offer(int operation, long lagNanos) {
        offered++;
        operations[operation].requests++;
        lag.record(lagNanos);
    }

    void move(int from, int to) {
        operations[from].requests--;
        operations[to].requests++;
    }

    void sent(long waitNanos) {
        wait.record(waitNanos);
    }

    void answer(int operation, long firstByteNanos, long serviceNanos, long responseNanos) {
        completed++;
        firstByte.record(firstByteNanos);
        operations[operation].service.record(serviceNanos);
        operations[operation].response.record(responseNanos);
    }

    void error(int operation, int kind) {
        errors++;
        operations[operation].error(kind, 1);
    }

    void check(int operation, int checks, int failed) {
        operations[operation].checks += checks;
        operations[operation].checksFailed += failed;
    }

    void retry() {
        retries++;
    }

    /** Records how long an arrival had waited when it was given up. */
    void givenUp(int operation, long responseNanos) {
        operations[operation].response.record(responseNanos);
    }

    /** Adds what another loop saw of the same second. */
    public void add(Second other) {
        offered += other.offered;
        completed += other.completed;
        errors += other.errors;
        retries += other.retries;
        iterations += other.iterations;
        cut += other.cut;
        lag.add(other.lag);
        wait.add(other.wait);
        firstByte.add(other.firstByte);
        for (int i = 0; i < operations.length; i++) {
            operations[i].add(other.operations[i]);
        }
    }
}
