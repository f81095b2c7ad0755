package tradelab.venue.taiwan.flow;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import tradelab.venue.taiwan.market.SecurityMarket;

/** How often each security is traded: unevenly, with semiconductors at their recorded share of the market. */
final class Popularity {
    /** Of the turnover of 30 January 2023. */
    static final double SEMICONDUCTOR_SHARE = 0.458;

    private static final double DEVIATION = 1.3;

    private final double[] cumulated;

    Popularity(List<SecurityMarket> markets, SplittableRandom random) {
        double[] weights = new double[markets.size()];
        double semiconductors = 0;
        double others = 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.exp(DEVIATION * random.nextGaussian());
            if (markets.get(i).security().isSemiconductor()) {
                semiconductors += weights[i];
            } else {
                others += weights[i];
            }
        }
        boolean mixed = semiconductors > 0 && others > 0;
        cumulated = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            boolean semiconductor = markets.get(i).security().isSemiconductor();
            double scale = semiconductor ? SEMICONDUCTOR_SHARE / semiconductors : (1 - SEMICONDUCTOR_SHARE) / others;
            sum += mixed ? weights[i] * scale : weights[i];
            cumulated[i] = sum;
        }
    }

    int draw(SplittableRandom random) {
        int at = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return Math.min(cumulated.length - 1, at < 0 ? -at - 1 : at);
    }
}
