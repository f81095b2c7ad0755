package tradelab.monitor.verdict;

import static tradelab.monitor.verdict.Level.DEGRADED;
import static tradelab.monitor.verdict.Level.FAILING;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.monitor.history.InstanceView;

/**
 * Fixed rules over the newest samples. They say what is wrong this second; objectives over time are another feature.
 */
public final class VerdictRules {
    /** Answers that may fail before the service counts as degraded, and as failing. */
    static final double ERROR_RATIO_DEGRADED = 0.01;

    static final double ERROR_RATIO_FAILING = 0.05;

    /** An event loop that lags more than this delays everything it serves. */
    static final double LOOP_LAG_MAX_MILLIS = 50;

    /** A heap fuller than this collects garbage more than it works. */
    static final double HEAP_RATIO_MAX = 0.92;

    /** A load run that achieves less than this share of what it offers measures the queue, not the target. */
    static final double LOAD_ACHIEVED_RATIO_MIN = 0.95;

    /** Rates under this many requests a second are too few to judge shares by. */
    private static final double JUDGED_PER_SECOND_MIN = 5;

    private VerdictRules() {}

    /** Judges {@code instances}, the silent ones included. */
    public static Verdict judge(List<InstanceView> instances) {
        if (instances.isEmpty()) {
            return new Verdict(DEGRADED, "No service has reported yet.", List.of());
        }
        List<Reason> reasons = new ArrayList<>();
        Map<String, List<InstanceView>> byService =
                instances.stream().collect(Collectors.groupingBy(InstanceView::service));
        byService.forEach((service, members) -> judgePresence(service, members, reasons));
        for (InstanceView it : instances) {
            if (it.state().heard()) {
                judgeWork(it, reasons);
                judgeResources(it, reasons);
            }
        }
        reasons.sort(Comparator.comparing(Reason::level)
                .reversed()
                .thenComparing(Reason::service)
                .thenComparing(Reason::rule));
        Level level = reasons.isEmpty() ? Level.HEALTHY : reasons.getFirst().level();
        return new Verdict(level, summary(level, reasons, byService.size()), reasons);
    }

    private static void judgePresence(String service, List<InstanceView> members, List<Reason> reasons) {
        boolean served = members.stream().anyMatch(it -> it.state().heard());
        for (InstanceView it : members) {
            switch (it.state()) {
                case READY -> {}
                case WAITING ->
                    reasons.add(new Reason(
                            DEGRADED, "service-not-ready", service, service + " is not ready: " + statusOf(it)));
                case DRAINING ->
                    reasons.add(new Reason(DEGRADED, "service-draining", service, service + " is draining."));
                case STOPPED -> {
                    if (!served) {
                        reasons.add(new Reason(DEGRADED, "service-stopped", service, service + " was stopped."));
                    }
                }
                case LOST -> reasons.add(lost(service, it, served));
            }
        }
    }

    private static Reason lost(String service, InstanceView it, boolean served) {
        String since = it.silentMillis() / 1000 + " s";
        return served
                ? new Reason(
                        DEGRADED,
                        "instance-lost",
                        service,
                        "Instance " + it.instance() + " of " + service + " has been silent for " + since + ".")
                : new Reason(FAILING, "service-lost", service, service + " has been silent for " + since + ".");
    }

    private static void judgeWork(InstanceView it, List<Reason> reasons) {
        double requests = it.value(SampleKeys.HTTP_REQUESTS_PER_SECOND, 0);
        double errorRatio = it.value(SampleKeys.HTTP_ERRORS_PER_SECOND, 0) / Math.max(1, requests);
        if (requests >= JUDGED_PER_SECOND_MIN && errorRatio > ERROR_RATIO_DEGRADED) {
            Level level = errorRatio > ERROR_RATIO_FAILING ? FAILING : DEGRADED;
            reasons.add(new Reason(
                    level,
                    "http-errors",
                    it.service(),
                    percent(errorRatio) + " of the requests to " + it.service() + " fail (limit "
                            + percent(ERROR_RATIO_DEGRADED) + ")."));
        }
        above(it, SampleKeys.BOOKS_CROSSED, 0, FAILING, "books-crossed", "Crossed order books: %s (limit 0).", reasons);
        above(
                it,
                SampleKeys.ORDERS_IN_DOUBT,
                0,
                DEGRADED,
                "orders-in-doubt",
                "Orders in doubt: %s (sent, and not yet proven by the venue).",
                reasons);
        double offered = it.value(SampleKeys.LOAD_OFFERED_PER_SECOND, 0);
        double achieved = it.value(SampleKeys.LOAD_ACHIEVED_PER_SECOND, offered);
        if (offered >= JUDGED_PER_SECOND_MIN && achieved < LOAD_ACHIEVED_RATIO_MIN * offered) {
            reasons.add(new Reason(
                    DEGRADED,
                    "load-behind",
                    it.service(),
                    "The load run achieves " + percent(achieved / offered) + " of what it offers (limit "
                            + percent(LOAD_ACHIEVED_RATIO_MIN) + ")."));
        }
    }

    private static void judgeResources(InstanceView it, List<Reason> reasons) {
        above(
                it,
                SampleKeys.LOOP_LAG_P99_MILLIS,
                LOOP_LAG_MAX_MILLIS,
                DEGRADED,
                "loop-lag",
                "The event loops of " + it.service() + " lag by %s ms at p99 (limit " + number(LOOP_LAG_MAX_MILLIS)
                        + " ms).",
                reasons);
        double heapRatio = it.value(SampleKeys.HEAP_USED_BYTES, 0)
                / Math.max(1, it.value(SampleKeys.HEAP_MAX_BYTES, Double.MAX_VALUE));
        if (heapRatio > HEAP_RATIO_MAX) {
            reasons.add(new Reason(
                    DEGRADED,
                    "heap-full",
                    it.service(),
                    "The heap of " + it.service() + " is " + percent(heapRatio) + " full (limit "
                            + percent(HEAP_RATIO_MAX) + ")."));
        }
    }

    private static void above(
            InstanceView it, String key, double limit, Level level, String rule, String text, List<Reason> reasons) {
        double value = it.value(key, limit);
        if (value > limit) {
            reasons.add(new Reason(level, rule, it.service(), text.formatted(number(value))));
        }
    }

    private static String summary(Level level, List<Reason> reasons, int services) {
        return switch (level) {
            case HEALTHY -> services == 1 ? "One service, and it is well." : "All " + services + " services are well.";
            case DEGRADED, FAILING -> {
                String first = reasons.getFirst().text();
                yield reasons.size() == 1 ? first : first + " And " + (reasons.size() - 1) + " more.";
            }
        };
    }

    private static String statusOf(InstanceView it) {
        return it.status().isBlank() ? "it does not say why." : it.status();
    }

    private static String percent(double ratio) {
        return number(ratio * 100) + " %";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
