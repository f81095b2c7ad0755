package tradelab.venue.taiwan.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.universe.Security;

/**
 * What each security is worth: a walk that shares a part with the whole market and a part with its industry. Of the
 * market's own move semiconductors make as much as they have of its turnover.
 *
 * <p>A function of the seed. Doubles are for the walk only: a price leaves as a scaled long.
 */
final class FairValues {
    private static final double SECONDS_A_DAY = 16_200;
    private static final double MARKET_SHARE = 0.5;
    private static final double SECTOR_SHARE = 0.5;
    private static final double OWN_SHARE = Math.sqrt(1 - MARKET_SHARE * MARKET_SHARE - SECTOR_SHARE * SECTOR_SHARE);

    /** Variances add up, so the weight is a share of the variance. */
    private static final double SEMICONDUCTOR_WEIGHT = Math.sqrt(Popularity.SEMICONDUCTOR_SHARE);

    private static final double OTHERS_WEIGHT = Math.sqrt(1 - Popularity.SEMICONDUCTOR_SHARE);
    private static final double LOG_MAX = 0.4;
    private static final int SEMICONDUCTORS = 0;

    private final SplittableRandom random;
    private Regime regime;
    private double volatility;
    private final double[] references;
    private final double[] logs;
    private final int[] sectors;
    private final double[] sectorMoves;

    FairValues(List<SecurityMarket> markets, SplittableRandom random, Regime regime, double volatility) {
        this.random = random;
        this.regime = regime;
        this.volatility = volatility;
        references = new double[markets.size()];
        logs = new double[markets.size()];
        sectors = new int[markets.size()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < logs.length; i++) {
            Security security = markets.get(i).security();
            references[i] = markets.get(i).reference();
            sectors[i] = security.isSemiconductor()
                    ? SEMICONDUCTORS
                    : numbers.computeIfAbsent(security.industry(), _ -> numbers.size() + 1);
        }
        sectorMoves = new double[numbers.size() + 1];
        enter(regime);
    }

    /** Begins a regime with the move from the last close to its opening. */
    void enter(Regime next) {
        regime = next;
        for (int i = 0; i < logs.length; i++) {
            move(i, regime.gap() + volatility * regime.gapDeviation() * random.nextGaussian());
        }
    }

    /** From now on values swing so many times as wide as the regime has them. */
    void volatility(double next) {
        volatility = next;
    }

    /** Moves every value by a second. */
    void step() {
        double deviation = volatility * regime.deviation() / Math.sqrt(SECONDS_A_DAY);
        double drift = regime.drift() / SECONDS_A_DAY;
        for (int sector = 0; sector < sectorMoves.length; sector++) {
            sectorMoves[sector] = random.nextGaussian();
        }
        double market = SEMICONDUCTOR_WEIGHT * sectorMoves[SEMICONDUCTORS] + OTHERS_WEIGHT * random.nextGaussian();
        for (int i = 0; i < logs.length; i++) {
            double shared = MARKET_SHARE * market + SECTOR_SHARE * sectorMoves[sectors[i]];
            move(i, drift + deviation * (shared + OWN_SHARE * random.nextGaussian()));
        }
    }

    /** Returns the value of a security, times 10^8. */
    long price(int index) {
        return Math.max(1, Math.round(references[index] * Math.exp(logs[index])));
    }

    private void move(int index, double by) {
        logs[index] = Math.clamp(logs[index] + by, -LOG_MAX, LOG_MAX);
    }
}
