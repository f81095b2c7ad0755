package tradelab.contracts.monitor;

import java.util.Map;
import tradelab.contracts.Require;

/**
 * What a service says about itself once a second.
 *
 * @param service for example {@code trading-service}
 * @param instance unique in the cluster; a new one after each start
 * @param startedEpochMillis when this instance started
 * @param epochMillis when the sample was taken
 * @param intervalMillis the time that rates and percentiles cover
 * @param ready whether the service takes work
 * @param status in words: {@code ready}, {@code draining}, or what it waits for
 * @param values by name; the names are constants of {@link SampleKeys}; at most {@link #VALUES_MAX}
 */
public record ServiceSample(
        String service,
        String instance,
        long startedEpochMillis,
        long epochMillis,
        long intervalMillis,
        boolean ready,
        String status,
        Map<String, Double> values) {

    public static final int VALUES_MAX = 64;

    public ServiceSample {
        service = Require.id("service", service);
        instance = Require.id("instance", instance);
        values = Map.copyOf(values);
        var _unused = Require.range("values", values.size(), 0, VALUES_MAX);
    }
}
