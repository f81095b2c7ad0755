package tradelab.loadgen.engine;

import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.OperationMix;
import tradelab.loadgen.schedule.Stripe;

/**
 * What one loop has to do.
 *
 * @param mix this loop's own; it is not shared
 * @param operationCount of the mix
 * @param schedule this loop's stripe of the arrivals; null for as fast as the connections allow
 * @param stripe which of {@code stripes} this loop is; numbers arrivals when there is no schedule
 * @param connections of this loop
 * @param durationNanos nothing is intended at or after this
 * @param timeoutNanos for an answer, and for waiting for a connection
 * @param waitingMax arrivals that may wait for a connection
 * @param responseBytesMax the longest response that is accepted
 */
public record EnginePlan(
        OperationMix mix,
        int operationCount,
        @Nullable Stripe schedule,
        int stripe,
        int stripes,
        int connections,
        long durationNanos,
        long timeoutNanos,
        int waitingMax,
        long responseBytesMax) {}
