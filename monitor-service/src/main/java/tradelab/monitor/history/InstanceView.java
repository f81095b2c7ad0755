package tradelab.monitor.history;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a service, now.
 *
 * @param status in the instance's own words
 * @param uptimeMillis from its start to its newest sample
 * @param sampleEpochMillis when its newest sample was taken, by its own clock
 * @param silentMillis since that sample reached us, by our clock
 * @param values of the newest sample, finite numbers only
 */
public record InstanceView(
        String service,
        String instance,
        InstanceState state,
        String status,
        long startedEpochMillis,
        long uptimeMillis,
        long sampleEpochMillis,
        long silentMillis,
        Map<String, Double> values) {

    public InstanceView {
        values = Map.copyOf(values);
    }

    /** Returns the newest value of {@code key}, or null when the instance does not report it. */
    public @Nullable Double value(String key) {
        return values.get(key);
    }

    /** Returns the newest value of {@code key}, or {@code absent} when the instance does not report it. */
    public double value(String key, double absent) {
        return values.getOrDefault(key, absent);
    }
}
