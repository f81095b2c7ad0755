package tradelab.venue.life;

import java.util.List;
import java.util.SplittableRandom;
import tradelab.venue.market.MarketSpec;

/**
 * What the markets are worth: correlated random walks in jumps, drawn back to where they began.
 *
 * <p>Jumps, because the recorded best price stands still for seconds and then moves by several ticks. All markets jump
 * together and share most of the jump. A regime moves where they are drawn back to, and what it moved stays moved. A
 * function of the seed and of the times asked for; not thread-safe. Doubles are for the walk only: a price leaves as a
 * scaled long.
 */
final class FairPrices {
    private static final double JUMPS_PER_SECOND = 0.05;
    private static final double JUMP_DEVIATION = RecordedFit.MINUTE_DEVIATION / Math.sqrt(60 * JUMPS_PER_SECOND);
    private static final double CORRELATION = 0.8;
    private static final double RETURN_PER_SECOND = 1.0 / 3_600;
    private static final double NANOS_PER_SECOND = 1e9;

    private final SplittableRandom random;
    private final double[] starts;
    private final double[] logs;
    private double volatility;
    private Regime regime = Regime.CALM;
    private long regimeNanos;
    private double center;
    private long nowNanos;
    private long nextJumpNanos;

    /** @param volatility 1 is as recorded; 0 stands still in a calm market */
    FairPrices(List<MarketSpec> markets, long seed, double volatility, long startNanos) {
        random = new SplittableRandom(seed);
        this.volatility = volatility;
        regimeNanos = startNanos;
        starts = markets.stream().mapToDouble(MarketSpec::startPrice).toArray();
        logs = new double[starts.length];
        nowNanos = startNanos;
        nextJumpNanos = startNanos + untilNextJump();
    }

    /** Begins a regime now, where the last one has led to. */
    void regime(Regime next) {
        center = centerNow();
        regime = next;
        regimeNanos = nowNanos;
    }

    /** @param times 1 is as the regime has it; 0 keeps to its course */
    void volatility(double times) {
        volatility = times;
    }

    /** Returns how long the regime has lasted. */
    double regimeSeconds() {
        return (nowNanos - regimeNanos) / NANOS_PER_SECOND;
    }

    void advance(long toNanos) {
        while (nextJumpNanos <= toNanos) {
            drawBack(nextJumpNanos);
            jump();
            nextJumpNanos += untilNextJump();
        }
        drawBack(toNanos);
    }

    /** Returns the value of market {@code index}, times 10^8. */
    long price(int index) {
        return Math.max(1, Math.round(starts[index] * Math.exp(centerNow() + logs[index])));
    }

    private double centerNow() {
        return center + regime.course().at(regimeSeconds());
    }

    private void drawBack(long toNanos) {
        if (toNanos > nowNanos) {
            double kept = Math.exp(-RETURN_PER_SECOND * (toNanos - nowNanos) / NANOS_PER_SECOND);
            for (int i = 0; i < logs.length; i++) {
                logs[i] *= kept;
            }
            nowNanos = toNanos;
        }
    }

    private void jump() {
        double jumpDeviation = JUMP_DEVIATION * volatility * regime.volatility();
        double shared = random.nextGaussian();
        for (int i = 0; i < logs.length; i++) {
            double own = random.nextGaussian();
            logs[i] += jumpDeviation * (CORRELATION * shared + Math.sqrt(1 - CORRELATION * CORRELATION) * own);
        }
    }

    private long untilNextJump() {
        return 1 + (long) (NANOS_PER_SECOND * -Math.log(1 - random.nextDouble()) / JUMPS_PER_SECOND);
    }
}
