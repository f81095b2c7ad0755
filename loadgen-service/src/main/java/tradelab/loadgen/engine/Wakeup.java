package tradelab.loadgen.engine;

/** When a loop is to be called again, and who hears that it should be sooner. Owned by one event loop. */
final class Wakeup {
    private Runnable sooner = () -> {};
    private long plannedNanos = Long.MIN_VALUE;

    /** @param newSooner has the loop called again at once, but not from inside the call */
    void hear(Runnable newSooner) {
        sooner = newSooner;
    }

    /** Takes down that the loop is called again after {@code delayNanos}, and returns that. */
    long planned(long now, long delayNanos) {
        plannedNanos = now + delayNanos;
        return delayNanos;
    }

    /** Asks to be called by {@code nanos}, if that is sooner than planned. */
    void by(long nanos) {
        if (nanos < plannedNanos) {
            plannedNanos = nanos;
            sooner.run();
        }
    }
}
