package tradelab.loadgen.breakpoint;

import java.util.Optional;
import tradelab.contracts.Require;

/**
 * Searches for the highest rate at which a target keeps its objective, although every measurement may deceive. Pure: it
 * names the next rate to try and is told how that went. Owned by one thread.
 */
public final class BreakpointSearch {
    /*
     * First the rate doubles until it is broken twice, because one break may be chance. Then a grid of rates carries a
     * weight each: how likely it is the breakpoint. Most of it lies where the target's throughput under too much load
     * was, and between the last rate that was kept and the one that was not; some lies outside, because all of that may
     * have been chance. A try at the middle of all weight divides it evenly, so its answer tells most; weights
     * are multiplied by how likely that answer would be, and a single false answer is outvoted by the next ones
     * (probabilistic bisection). A try which the generator or its machine spoilt proves nothing about the target and
     * changes no weight. But where many are seen to be spoilt some are not seen, so the more there are, the less a broken
     * try is believed. One that was kept is believed as ever: a starved machine keeps no limit that an idle one would not.
     */
    private static final int GRID = 4096;
    private static final double BEYOND = 1.3;
    /** A breakpoint below the first rate is looked for down to this part of it. */
    private static final double BELOW_FIRST = 64;
    /** How fast the weight falls outside of the bracket, in powers of e. */
    private static final double FALL_OFF = 0.7;
    /** How much of the weight lies outside. */
    private static final double OUTSIDE = 0.1;

    private static final double DOUBLE = 2;
    /** How much more likely the breakpoint is at the throughput under too much load than elsewhere. */
    private static final double AT_THROUGHPUT = 10;
    /** How far the throughput under too much load is from the breakpoint, if it tells it at all; logarithmic. */
    private static final double THROUGHPUT_DEVIATION = 0.04;
    /** Near the breakpoint an answer is a matter of luck; further away it is false in {@link #FALSE_ANSWER} of all. */
    private static final double SOFTNESS = 0.012;

    private static final double FALSE_ANSWER = 0.05;
    /** For each try that was seen to be spoilt, how many were without being seen. */
    private static final double UNSEEN = 0.5;

    private static final double CLOSE = 0.05;
    private static final double CONFIDENCE_ENOUGH = 0.98;
    /** Of the longer tries. */
    private static final int TRIES_MIN = 4;

    private static final int SPOILT_MAX = 6;

    private final Plan plan;
    private final double[] logs = new double[GRID];
    private final double[] weights = new double[GRID];
    private double next;
    private double kept;
    private double broken;
    private double secondsUsed;
    private int tries;
    private int triesBracketed;
    private int spoilt;
    private int spoiltInARow;
    private boolean bracketed;

    /**
     * What a search may do.
     *
     * @param firstRate arrivals a second of the first try
     * @param rateMax no try is faster
     * @param roughSeconds length of a try while the rate doubles
     * @param trySeconds length of a try after that
     * @param budgetSeconds for all tries together, with the time that the target needs to recover
     */
    public record Plan(double firstRate, double rateMax, double roughSeconds, double trySeconds, double budgetSeconds) {
        public static final Plan DEFAULT = new Plan(200, 200_000, 1, 3, 55);

        public Plan {
            requireAboveZero("firstRate", firstRate);
            requireAboveZero("roughSeconds", roughSeconds);
            requireAboveZero("trySeconds", trySeconds);
            requireAboveZero("budgetSeconds", budgetSeconds);
            if (!(rateMax >= firstRate)) {
                throw Require.refused("rateMax", "at least firstRate " + firstRate, Double.toString(rateMax));
            }
        }

        private static void requireAboveZero(String field, double value) {
            if (!(value > 0)) {
                throw Require.refused(field, "above 0", Double.toString(value));
            }
        }
    }

    /** What to try next. */
    public record Try(double rate, double seconds) {}

    /** How a try went. */
    public enum Outcome {
        KEPT,
        BROKEN,
        /** The generator or its machine was the limit; nothing is known of the target. */
        SPOILT
    }

    /**
     * What was found.
     *
     * @param rate the breakpoint, the highest rate that keeps the objective; 0 if none did
     * @param low with 95 % confidence it is not below
     * @param high with 95 % confidence it is not above; infinite if nothing broke
     * @param confidence that it lies within 5 % of {@code rate}; 0 to 1
     * @param spoilt tries that the generator or its machine spoilt
     */
    public record Found(
            double rate, double low, double high, double confidence, int tries, int spoilt, double seconds) {}

    public BreakpointSearch(Plan plan) {
        this.plan = plan;
        this.next = plan.firstRate;
    }

    /** Returns the next try; none if the search has ended. */
    public Optional<Try> next() {
        double seconds = bracketed ? plan.trySeconds : plan.roughSeconds;
        boolean enough = bracketed && triesBracketed >= TRIES_MIN && found().confidence() >= CONFIDENCE_ENOUGH;
        boolean atEnd = secondsUsed + seconds > plan.budgetSeconds || spoiltInARow >= SPOILT_MAX;
        boolean unbreakable = !bracketed && kept >= plan.rateMax;
        return enough || atEnd || unbreakable ? Optional.empty() : Optional.of(new Try(next, seconds));
    }

    /**
     * Takes in how the try at {@code rate} went.
     *
     * @param throughput answers a second while it lasted; a target that is overloaded shows its capacity in it
     * @param seconds it took, with the target's recovery
     */
    public void told(double rate, Outcome outcome, double throughput, double seconds) {
        secondsUsed += seconds;
        if (outcome == Outcome.SPOILT) {
            spoilt++;
            spoiltInARow++;
            return;
        }
        spoiltInARow = 0;
        tries++;
        if (bracketed) {
            triesBracketed++;
            weigh(rate, outcome);
            if (outcome == Outcome.KEPT) {
                kept = Math.max(kept, rate);
            } else if (rate > broken) {
                broken = rate;
                hint(throughput);
            }
        } else if (outcome == Outcome.KEPT) {
            kept = rate;
            broken = 0;
            next = Math.min(plan.rateMax, rate * DOUBLE);
        } else if (broken < rate) {
            broken = rate;
        } else {
            bracket(throughput);
        }
        if (bracketed) {
            next = kept > 0 ? Math.min(middle(), DOUBLE * kept) : middle();
        }
    }

    private void bracket(double throughput) {
        bracketed = true;
        double low = Math.log(plan.firstRate / BELOW_FIRST);
        double step = (Math.log(plan.rateMax * BEYOND) - low) / (GRID - 1);
        double from = kept > 0 ? Math.log(kept / BEYOND) : low;
        double to = Math.log(broken * BEYOND);
        for (int i = 0; i < GRID; i++) {
            logs[i] = low + i * step;
            double outside = Math.max(0, Math.max(from - logs[i], logs[i] - to));
            weights[i] = outside > 0 ? OUTSIDE * Math.exp(-outside / FALL_OFF) : 1;
        }
        hint(throughput);
    }

    /** A target under too much load shows its capacity in what it still answers, unless it breaks down. */
    private void hint(double throughput) {
        for (int i = 0; i < GRID; i++) {
            double away = (logs[i] - Math.log(throughput)) / THROUGHPUT_DEVIATION;
            weights[i] *= 1 + AT_THROUGHPUT * Math.exp(-away * away / 2);
        }
        normalize();
    }

    private void weigh(double rate, Outcome outcome) {
        double log = Math.log(rate);
        double falselyBroken = FALSE_ANSWER + UNSEEN * spoilt / (tries + spoilt);
        for (int i = 0; i < GRID; i++) {
            double breaks =
                    falselyBroken + (1 - FALSE_ANSWER - falselyBroken) / (1 + Math.exp((logs[i] - log) / SOFTNESS));
            weights[i] *= outcome == Outcome.BROKEN ? breaks : 1 - breaks;
        }
        normalize();
    }

    private void normalize() {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < GRID; i++) {
            weights[i] /= sum;
        }
    }

    private double middle() {
        return Math.min(plan.rateMax, quantile(0.5));
    }

    private double quantile(double part) {
        double sum = 0;
        int i = 0;
        while (i < GRID - 1 && sum + weights[i] < part) {
            sum += weights[i++];
        }
        return Math.exp(logs[i]);
    }

    /** Returns what is known by now. */
    public Found found() {
        if (!bracketed) {
            return new Found(kept, kept, Double.POSITIVE_INFINITY, 0, tries, spoilt, secondsUsed);
        }
        double rate = middle();
        double close = 0;
        for (int i = 0; i < GRID; i++) {
            if (Math.abs(Math.exp(logs[i]) / rate - 1) <= CLOSE) {
                close += weights[i];
            }
        }
        return new Found(rate, quantile(0.025), quantile(0.975), close, tries, spoilt, secondsUsed);
    }
}
