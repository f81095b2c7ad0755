package tradelab.trading.journal;

/** Runs something later on the owner's event loop. */
@FunctionalInterface
public interface Delay {
    void after(long millis, Runnable action);
}
