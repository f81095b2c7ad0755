package tradelab.venue.life;

import java.util.Arrays;

/** A distribution given by some of its quantiles, interpolated in between. Immutable. */
final class Quantiles {
    private final double[] shares;
    private final double[] values;
    private final boolean logarithmic;

    private Quantiles(double[] shares, double[] values, boolean logarithmic) {
        if (shares.length != values.length || shares[0] != 0 || shares[shares.length - 1] != 1) {
            throw new IllegalArgumentException("shares: expected one for each value, from 0 to 1");
        }
        this.shares = shares.clone();
        this.values = logarithmic ? Arrays.stream(values).map(Math::log).toArray() : values.clone();
        this.logarithmic = logarithmic;
    }

    static Quantiles linear(double[] shares, double[] values) {
        return new Quantiles(shares, values, false);
    }

    static Quantiles logarithmic(double[] shares, double[] values) {
        return new Quantiles(shares, values, true);
    }

    /** Returns the value below which {@code share} of all lie; a share drawn evenly from 0 to 1 draws a value. */
    double at(double share) {
        int i = 1;
        while (i < shares.length - 1 && share > shares[i]) {
            i++;
        }
        double part = (share - shares[i - 1]) / (shares[i] - shares[i - 1]);
        double value = values[i - 1] + part * (values[i] - values[i - 1]);
        return logarithmic ? Math.exp(value) : value;
    }
}
