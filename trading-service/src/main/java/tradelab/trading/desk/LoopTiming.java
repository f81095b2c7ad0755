package tradelab.trading.desk;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;
import tradelab.trading.pace.Timing;

/** The time of an event loop. */
record LoopTiming(Vertx vertx, LongSupplier wallMillis) implements Timing {
    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long epochMillis() {
        return wallMillis.getAsLong();
    }

    @Override
    public void after(long millis, Runnable action) {
        var _ = vertx.setTimer(millis, _ -> action.run());
    }
}
