package tradelab.venue.taiwan.flow;

import java.util.List;
import java.util.SplittableRandom;
import tradelab.venue.taiwan.market.SecurityMarket;

/**
 * What each security is worth: a walk that shares a part with the market, semiconductors another with their sector.
 *
 * <p>A function of the seed. Doubles are for the walk only: a price leaves as a scaled long.
 */
final class FairValues {
    private static final double SECONDS_A_DAY = 16_200;
    private static final double MARKET_SHARE = 0.5;
    private static final double SECTOR_SHARE = 0.5;
    private static final double LOG_MAX = 0.4;

    private final SplittableRandom random;
    private final Regime regime;
    private final double[] references;
    private final double[] logs;
    private final boolean[] semiconductors;

    FairValues(List<SecurityMarket> markets, SplittableRandom random, Regime regime) {
        this.random = random;
        this.regime = regime;
        references = new double[markets.size()];
        logs = new double[markets.size()];
        semiconductors = new boolean[markets.size()];
        for (int i = 0; i < logs.length; i++) {
            references[i] = markets.get(i).reference();
            semiconductors[i] = markets.get(i).security().isSemiconductor();
            logs[i] = regime.gap() + regime.gapDeviation() * random.nextGaussian();
        }
    }

    /** Moves every value by a second. */
    void step() {
        double deviation = regime.deviation() / Math.sqrt(SECONDS_A_DAY);
        double drift = regime.drift() / SECONDS_A_DAY;
        double market = random.nextGaussian();
        double sector = random.nextGaussian();
        for (int i = 0; i < logs.length; i++) {
            double shared = MARKET_SHARE * market + (semiconductors[i] ? SECTOR_SHARE * sector : 0);
            double own =
                    Math.sqrt(1 - MARKET_SHARE * MARKET_SHARE - (semiconductors[i] ? SECTOR_SHARE * SECTOR_SHARE : 0));
            double next = logs[i] + drift + deviation * (shared + own * random.nextGaussian());
            logs[i] = Math.clamp(next, -LOG_MAX, LOG_MAX);
        }
    }

    /** Returns the value of a security, times 10^8. */
    long price(int index) {
        return Math.max(1, Math.round(references[index] * Math.exp(logs[index])));
    }
}
