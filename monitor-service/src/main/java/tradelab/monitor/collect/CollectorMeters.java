package tradelab.monitor.collect;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tradelab.monitor.history.Arrival;
import tradelab.monitor.history.InstanceState;
import tradelab.monitor.history.InstanceView;

/** What the monitor measures about itself. */
final class CollectorMeters {
    private final Map<Arrival, Counter> samples = new EnumMap<>(Arrival.class);
    private final Map<InstanceState, AtomicInteger> instances = new EnumMap<>(InstanceState.class);
    private final AtomicInteger subscribers = new AtomicInteger();
    private final AtomicLong cut = new AtomicLong();

    CollectorMeters(MeterRegistry registry) {
        for (Arrival arrival : Arrival.values()) {
            samples.put(
                    arrival,
                    Counter.builder("monitor.samples")
                            .description("Samples that services sent, by what became of them")
                            .tag("outcome", label(arrival))
                            .register(registry));
        }
        for (InstanceState state : InstanceState.values()) {
            AtomicInteger count = new AtomicInteger();
            instances.put(state, count);
            Gauge.builder("monitor.instances", count, AtomicInteger::get)
                    .description("Instances that are remembered, by state")
                    .tag("state", label(state))
                    .register(registry);
        }
        Gauge.builder("monitor.stream.subscribers", subscribers, AtomicInteger::get)
                .description("Watchers of the live stream")
                .register(registry);
        FunctionCounter.builder("monitor.stream.cut", cut, AtomicLong::get)
                .description("Watchers cut because they read too slowly")
                .register(registry);
    }

    void sample(Arrival arrival) {
        Counter counter = samples.get(arrival);
        if (counter != null) {
            counter.increment();
        }
    }

    void second(Iterable<InstanceView> views, int subscribersNow, long cutNow) {
        Map<InstanceState, Integer> counts = new EnumMap<>(InstanceState.class);
        views.forEach(view -> counts.merge(view.state(), 1, Integer::sum));
        instances.forEach((state, count) -> count.set(counts.getOrDefault(state, 0)));
        subscribers.set(subscribersNow);
        cut.set(cutNow);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
