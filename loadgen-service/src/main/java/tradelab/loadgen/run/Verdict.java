package tradelab.loadgen.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tradelab.contracts.loadgen.ThresholdResult;

/**
 * Whether a run may be believed, and whether it kept its thresholds. Pure.
 *
 * @param name {@code passed}, {@code failed} or {@code generator-limited}
 * @param causes why, if not passed; or what else is to be said of a run that did
 */
record Verdict(String name, List<String> causes) {
    static final String PASSED = "passed";
    static final String FAILED = "failed";
    static final String GENERATOR_LIMITED = "generator-limited";

    /** Lag below this is invisible beside the network's own. */
    private static final double LAG_MILLIS = 1;

    private static final double LAG_RATIO = 0.10;
    private static final double ACHIEVED_RATIO = 0.95;
    private static final String NONE_SUCCEEDED = "no request succeeded";

    /**
     * What the verdict looks at.
     *
     * @param offered arrivals that were intended
     * @param dropped arrivals that were never sent
     * @param succeeded requests answered as expected
     * @param errors what became of the others, by kind
     * @param lateness when the generator was late and why, the worst first
     * @param faults what else the generator did wrong
     * @param reasons what connections failed with
     * @param stopped why the run ended early; empty if it did not
     */
    record Facts(
            long offered,
            long dropped,
            long succeeded,
            Map<String, Long> errors,
            double lagP99Millis,
            double responseP99Millis,
            List<ThresholdResult> thresholds,
            List<String> lateness,
            List<String> faults,
            List<String> reasons,
            String stopped) {}

    static Verdict of(Facts facts) {
        List<String> generator = generatorCauses(facts);
        List<String> causes = new ArrayList<>(generator);
        if (!facts.stopped.isEmpty()) {
            causes.add(facts.stopped);
        }
        if (facts.succeeded == 0) {
            causes.add(facts.errors.isEmpty() ? NONE_SUCCEEDED : NONE_SUCCEEDED + ": " + kinds(facts.errors));
        }
        for (ThresholdResult threshold : facts.thresholds) {
            if (!threshold.passed()) {
                causes.add(
                        "threshold not kept: " + threshold.threshold() + ", measured " + number(threshold.measured()));
            }
        }
        if (causes.isEmpty()) {
            return new Verdict(PASSED, List.of());
        }
        if (causes.size() == generator.size() && heldAllTheSame(facts)) {
            return new Verdict(PASSED, generator);
        }
        causes.addAll(facts.reasons);
        boolean spoilt = !generator.isEmpty() && !failedWhollySent(facts);
        return new Verdict(spoilt ? GENERATOR_LIMITED : FAILED, causes);
    }

    /** Where all was sent and nothing went well, it was not for the generator's lateness. */
    private static boolean failedWhollySent(Facts facts) {
        return facts.succeeded == 0 && facts.offered > 0 && facts.dropped == 0 && facts.faults.isEmpty();
    }

    private static String kinds(Map<String, Long> errors) {
        return errors.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(kind -> kind.getKey() + " " + kind.getValue())
                .collect(Collectors.joining(", "));
    }

    /**
     * Response times count from the intended start, so the generator's lag is in them: limits that they kept although
     * the generator was late would have been kept by one that was not. That holds only if every arrival was sent.
     */
    private static boolean heldAllTheSame(Facts facts) {
        return facts.dropped == 0
                && !facts.thresholds.isEmpty()
                && facts.thresholds.stream().allMatch(ThresholdResult::passed);
    }

    /** What the generator itself is to blame for spoils every figure, so it goes before the thresholds. */
    private static List<String> generatorCauses(Facts facts) {
        List<String> causes = new ArrayList<>();
        if (facts.lagP99Millis > LAG_MILLIS && facts.lagP99Millis > LAG_RATIO * facts.responseP99Millis) {
            causes.add("the generator was late: lag p99 " + number(facts.lagP99Millis)
                    + " ms is more than 10 % of response p99 " + number(facts.responseP99Millis) + " ms");
            causes.addAll(facts.lateness);
        }
        if (facts.dropped > 0 && facts.offered - facts.dropped < ACHIEVED_RATIO * facts.offered) {
            causes.add("the offered rate was not reached: " + facts.dropped + " of " + facts.offered
                    + " arrivals were never sent");
        }
        causes.addAll(facts.faults);
        return causes;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
