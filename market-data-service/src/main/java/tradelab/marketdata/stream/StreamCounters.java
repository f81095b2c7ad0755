package tradelab.marketdata.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What the streams count. Thread-safe. */
final class StreamCounters {
    final LongAdder frames = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder cut = new LongAdder();
    final LongAdder refused = new LongAdder();
    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger subscriptions = new AtomicInteger();

    void bind(MeterRegistry meters) {
        bind(meters, "stream.frames", "Snapshots and deltas sent", frames);
        bind(meters, "stream.conflated", "Changes left out for a slow consumer, who got the state later", conflated);
        bind(meters, "stream.cut", "Connections cut because their consumer was too slow", cut);
        bind(meters, "stream.refused", "Connections and frames of clients that were refused", refused);
        gauge(meters, "stream.connections", "Connections of streams", connections);
        gauge(meters, "stream.subscriptions", "Streams watched, by all connections", subscriptions);
    }

    private static void bind(MeterRegistry meters, String name, String help, LongAdder adder) {
        var _ = FunctionCounter.builder(name, adder, LongAdder::doubleValue)
                .description(help)
                .register(meters);
    }

    private static void gauge(MeterRegistry meters, String name, String help, AtomicInteger number) {
        var _ = Gauge.builder(name, number, AtomicInteger::get)
                .description(help)
                .strongReference(true)
                .register(meters);
    }
}
