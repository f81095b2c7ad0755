package tradelab.monitor.verdict;

import org.jspecify.annotations.Nullable;

/**
 * The suite in a dozen numbers, over all instances that are heard. A number that nobody reports is absent.
 *
 * @param p99Millis the slowest service's
 * @param cacheHitRatio 0 to 1, weighted by reads
 * @param loopLagP99Millis the worst event loop's
 * @param loadOfferedPerSecond while a load test runs
 */
public record Overview(
        long epochMillis,
        Verdict verdict,
        int instancesReady,
        int instancesHeard,
        int instancesSilent,
        @Nullable Double requestsPerSecond,
        @Nullable Double errorsPerSecond,
        @Nullable Double p99Millis,
        @Nullable Double cacheHitRatio,
        @Nullable Double ordersAcceptedPerSecond,
        @Nullable Double ordersOpen,
        @Nullable Double ordersInDoubt,
        @Nullable Double loopLagP99Millis,
        @Nullable Double loadOfferedPerSecond,
        @Nullable Double loadAchievedPerSecond) {}
