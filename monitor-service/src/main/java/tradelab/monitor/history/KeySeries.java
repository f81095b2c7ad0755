package tradelab.monitor.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one key of one instance.
 *
 * @param epochMillis the times of its samples, ascending
 * @param values beside the times; null is a gap
 */
public record KeySeries(String instance, List<Long> epochMillis, List<@Nullable Double> values) {}
