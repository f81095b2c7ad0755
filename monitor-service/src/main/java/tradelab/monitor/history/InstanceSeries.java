package tradelab.monitor.history;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is remembered of one instance.
 *
 * @param epochMillis the times of its samples, ascending
 * @param values by key, each list beside the times; null is a gap
 */
public record InstanceSeries(
        String service, String instance, List<Long> epochMillis, Map<String, List<@Nullable Double>> values) {}
