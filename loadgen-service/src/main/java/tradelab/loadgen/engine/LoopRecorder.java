package tradelab.loadgen.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Where one loop writes down what happens, second by second of intended starts; only what is still open is held, and
 * whatever is complete is handed over or summed up. Owned by one event loop.
 */
final class LoopRecorder {
    private final OpenSeconds open;
    private final LoopStats sum;
    private final List<Second> handOver = new ArrayList<>();
    private long offered;
    private long completed;
    private long errors;

    LoopRecorder(int operationCount) {
        open = new OpenSeconds(operationCount);
        sum = new LoopStats(operationCount);
    }

    long offered() {
        return offered;
    }

    void offered(int operation, long intendedNanos, long lagNanos) {
        offered++;
        open.begin(intendedNanos).offer(operation, lagNanos);
    }

    void sent(long intendedNanos, long waitNanos) {
        open.of(intendedNanos).sent(waitNanos);
    }

    /** @param fault an {@link ErrorKind}, or negative if there is none */
    void answered(Slot slot, long nowNanos, int fault) {
        completed++;
        Second second = open.end(slot.intendedNanos);
        second.answer(
                slot.operation,
                slot.firstByteNanos - slot.sentNanos,
                nowNanos - slot.sentNanos,
                nowNanos - slot.intendedNanos);
        sum.ended(nowNanos);
        if (fault >= 0) {
            errors++;
            second.error(slot.operation, fault);
        }
    }

    /** An arrival that ends without an answer; if it was given up, its time until then counts. */
    void failed(int operation, int kind, long intendedNanos, long nowNanos) {
        errors++;
        Second second = open.end(intendedNanos);
        second.error(operation, kind);
        if (kind == ErrorKind.TIMEOUT || kind == ErrorKind.CUT) {
            second.givenUp(operation, nowNanos - intendedNanos);
        }
        sum.ended(nowNanos);
    }

    /** Counts what a virtual user, or an arrival, did from beginning to end, when its last request has ended. */
    void iterated(long intendedNanos, boolean cut) {
        open.of(intendedNanos).iterate(cut);
    }

    /** Counts one that was cut while nothing of it was under way. */
    void cutBetween(long nanos) {
        open.begin(nanos).iterate(true);
        var _ = open.end(nanos);
    }

    /** Counts the checks of an answer; before {@link #answered}. */
    void checked(Slot slot, int checks, int failed) {
        open.of(slot.intendedNanos).check(slot.operation, checks, failed);
    }

    /** An arrival that was counted for one operation and really does another. */
    void moved(int from, int to, long intendedNanos) {
        open.of(intendedNanos).move(from, to);
    }

    void retried(long intendedNanos) {
        open.of(intendedNanos).retry();
    }

    void reason(String text) {
        sum.reason(text);
    }

    private void settle(long untilNanos) {
        for (Second second : open.takeSettled(untilNanos)) {
            sum.add(second);
            handOver.add(second);
        }
    }

    /** Takes out the seconds that lie before {@code untilNanos} and are complete. */
    Progress takeProgress(long untilNanos) {
        settle(untilNanos);
        List<Second> seconds = List.copyOf(handOver);
        handOver.clear();
        return new Progress(offered, completed, errors, open.settledBelow(), seconds);
    }

    /** Returns the sum of all complete seconds before {@code untilNanos}. */
    LoopStats sum(long untilNanos) {
        settle(untilNanos);
        return sum;
    }
}
