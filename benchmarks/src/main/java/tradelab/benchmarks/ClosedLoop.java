package tradelab.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Keeps a number of calls under way on an event loop of its own until time is up, and times each. A call that failed
 * is followed by the next one a millisecond later, so that a refusal does not become a storm.
 */
final class ClosedLoop {
    private static final long NANOS_MAX = TimeUnit.MINUTES.toNanos(1);
    private static final long AFTER_FAILURE_MILLIS = 1;

    private final Vertx vertx;
    private final Supplier<Future<?>> call;
    private final int operationsPerCall;
    private final CpuClock cpu;
    private final Context context;
    private final Histogram nanos = new Histogram(NANOS_MAX, 3);
    private final Promise<Measure> result = Promise.promise();
    private long began;
    private long lengthNanos;
    private double cpuBefore;
    private long errors;
    private int flying;

    /** @param operationsPerCall how many a call does, all with its latency */
    ClosedLoop(Vertx vertx, Supplier<Future<?>> call, int operationsPerCall, CpuClock cpu) {
        this.vertx = vertx;
        this.call = call;
        this.operationsPerCall = operationsPerCall;
        this.cpu = cpu;
        this.context = vertx.getOrCreateContext();
    }

    /** Runs to the end, with {@code inFlight} calls at a time, and waits for it. */
    Measure run(int inFlight, Duration length) {
        cpuBefore = cpu.seconds();
        context.runOnContext(_ -> {
            began = System.nanoTime();
            lengthNanos = length.toNanos();
            flying = inFlight;
            for (int i = 0; i < inFlight; i++) {
                next();
            }
        });
        return Awaiting.await(result.future());
    }

    private void next() {
        long started = System.nanoTime();
        if (started - began >= lengthNanos) {
            landed(started);
            return;
        }
        call.get().onComplete(answer -> {
            if (answer.succeeded()) {
                nanos.recordValue(Math.min(NANOS_MAX, System.nanoTime() - started));
                next();
            } else {
                errors++;
                vertx.setTimer(AFTER_FAILURE_MILLIS, _ -> next());
            }
        });
    }

    private void landed(long now) {
        if (--flying == 0) {
            result.complete(new Measure(
                    nanos.getTotalCount() * operationsPerCall,
                    errors,
                    (now - began) / 1e9,
                    cpu.seconds() - cpuBefore,
                    nanos.getValueAtPercentile(50) / 1e6,
                    nanos.getValueAtPercentile(99) / 1e6));
        }
    }
}
