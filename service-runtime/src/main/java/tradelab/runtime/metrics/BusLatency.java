package tradelab.runtime.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Measures the time from sending a message on the event bus to its delivery, by address.
 *
 * <p>The sender's wall clock travels in a header, in microseconds. Across machines the figure includes the difference of
 * their clocks; a negative one counts as zero.
 */
public final class BusLatency {
    private static final String SENT = "sent-micros";
    private static final int ADDRESSES_MAX = 100;

    private final MeterRegistry meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Recorder all = new Recorder(TimeUnit.MINUTES.toNanos(10), 2);

    /** Starts to measure every message of {@code bus}. */
    public BusLatency(EventBus bus, MeterRegistry meters) {
        this.meters = meters;
        bus.addOutboundInterceptor(this::stamp);
        bus.addInboundInterceptor(this::measure);
    }

    /** Returns the distribution since the last call, in nanoseconds. */
    public Histogram takeInterval() {
        return all.getIntervalHistogram();
    }

    private void stamp(DeliveryContext<Object> delivery) {
        delivery.message().headers().set(SENT, Long.toString(nowMicros()));
        delivery.next();
    }

    private void measure(DeliveryContext<Object> delivery) {
        String sent = delivery.message().headers().get(SENT);
        if (sent != null) {
            long nanos = Math.clamp((nowMicros() - Long.parseLong(sent)) * 1_000, 0, TimeUnit.MINUTES.toNanos(9));
            all.recordValue(nanos);
            timer(delivery.message().address()).record(nanos, TimeUnit.NANOSECONDS);
        }
        delivery.next();
    }

    private Timer timer(String address) {
        String label = address.startsWith("__vertx") ? "reply" : address;
        Timer known = timers.get(label);
        if (known != null) {
            return known;
        }
        String bounded = timers.size() < ADDRESSES_MAX ? label : "other";
        return timers.computeIfAbsent(bounded, this::create);
    }

    private Timer create(String address) {
        return Timer.builder("event.bus.delivery")
                .description("From sending a message on the event bus to its delivery")
                .tag("address", address)
                .register(meters);
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }
}
