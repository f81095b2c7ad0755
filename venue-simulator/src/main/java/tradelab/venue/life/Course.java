package tradelab.venue.life;

/** Where prices go: logarithms of the price at some times, straight lines between, level after the last. Immutable. */
final class Course {
    static final Course LEVEL = ofHours(new double[] {0}, new double[] {1});

    private static final double SECONDS_PER_HOUR = 3_600;

    private final double[] seconds;
    private final double[] logs;

    private Course(double[] seconds, double[] logs) {
        this.seconds = seconds;
        this.logs = logs;
    }

    /** @param hours rising from 0, one for each price */
    static Course ofHours(double[] hours, double[] prices) {
        if (hours.length != prices.length || hours[0] != 0) {
            throw new IllegalArgumentException("hours: expected one for each price, from 0 on");
        }
        double[] seconds = new double[hours.length];
        double[] logs = new double[hours.length];
        for (int i = 0; i < hours.length; i++) {
            seconds[i] = hours[i] * SECONDS_PER_HOUR;
            logs[i] = Math.log(prices[i] / prices[0]);
        }
        return new Course(seconds, logs);
    }

    /** Returns the logarithm of the price over the first one, after so long. */
    double at(double second) {
        for (int i = 1; i < seconds.length; i++) {
            if (second < seconds[i]) {
                double part = (second - seconds[i - 1]) / (seconds[i] - seconds[i - 1]);
                return logs[i - 1] + part * (logs[i] - logs[i - 1]);
            }
        }
        return logs[logs.length - 1];
    }
}
