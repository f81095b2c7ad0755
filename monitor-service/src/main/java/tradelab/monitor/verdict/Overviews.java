package tradelab.monitor.verdict;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.monitor.history.InstanceState;
import tradelab.monitor.history.InstanceView;

/** Adds the newest samples of all instances up to one {@link Overview}. */
public final class Overviews {
    private Overviews() {}

    /** Returns the overview of {@code instances} at {@code epochMillis}. */
    public static Overview of(List<InstanceView> instances, long epochMillis) {
        List<InstanceView> heard =
                instances.stream().filter(it -> it.state().heard()).toList();
        int ready = (int)
                heard.stream().filter(it -> it.state() == InstanceState.READY).count();
        return new Overview(
                epochMillis,
                VerdictRules.judge(instances),
                ready,
                heard.size(),
                instances.size() - heard.size(),
                sum(heard, SampleKeys.HTTP_REQUESTS_PER_SECOND),
                sum(heard, SampleKeys.HTTP_ERRORS_PER_SECOND),
                max(heard, SampleKeys.HTTP_P99_MILLIS),
                hitRatio(heard),
                sum(heard, SampleKeys.ORDERS_ACCEPTED_PER_SECOND),
                sum(heard, SampleKeys.ORDERS_OPEN),
                sum(heard, SampleKeys.ORDERS_IN_DOUBT),
                max(heard, SampleKeys.LOOP_LAG_P99_MILLIS),
                sum(heard, SampleKeys.LOAD_OFFERED_PER_SECOND),
                sum(heard, SampleKeys.LOAD_ACHIEVED_PER_SECOND));
    }

    private static @Nullable Double sum(List<InstanceView> heard, String key) {
        return fold(heard, key, Double::sum);
    }

    private static @Nullable Double max(List<InstanceView> heard, String key) {
        return fold(heard, key, Math::max);
    }

    private static @Nullable Double fold(List<InstanceView> heard, String key, DoubleBinaryOperator operator) {
        var folded = heard.stream()
                .map(it -> it.value(key))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .reduce(operator);
        return folded.isPresent() ? folded.getAsDouble() : null;
    }

    /** A cache that nobody reads has no say, unless no cache is read at all. */
    private static @Nullable Double hitRatio(List<InstanceView> heard) {
        double reads = 0;
        double hits = 0;
        @Nullable Double idle = null;
        for (InstanceView it : heard) {
            @Nullable Double ratio = it.value(SampleKeys.CACHE_HIT_RATIO);
            if (ratio != null) {
                double weight = it.value(SampleKeys.CACHE_READS_PER_SECOND, 0);
                reads += weight;
                hits += weight * ratio;
                idle = idle == null ? ratio : Double.valueOf(Math.max(idle, ratio));
            }
        }
        return reads > 0 ? Double.valueOf(hits / reads) : idle;
    }
}
