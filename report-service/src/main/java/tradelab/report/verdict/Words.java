package tradelab.report.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Figures as a person reads them: three digits that matter, thousands apart, unit behind. */
public final class Words {
    private Words() {}

    /** {@code 1,234,567}. */
    public static String count(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%,.0f", value) : "–";
    }

    /** {@code 1 run}, {@code 2 runs}. */
    public static String count(long number, String noun) {
        return count(number) + " " + (number == 1 ? noun : noun + "s");
    }

    /** {@code 0.12}, {@code 4.51}, {@code 38.2}, {@code 1,204}. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (size >= 1e12) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        if (size == Math.rint(size) || size >= 100) {
            return count(value);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        if (size >= 0.1) {
            return String.format(Locale.ROOT, "%.2f", value);
        }
        return BigDecimal.valueOf(value)
                .round(new MathContext(2))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 0.12 ms}, {@code 38.2 ms}, {@code 2.41 s}. */
    public static String millis(double value) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        if (value != 0 && Math.abs(value) < 0.001) {
            return "< 0.001 ms";
        }
        return Math.abs(value) >= 1_000 ? number(value / 1_000) + " s" : number(value) + " ms";
    }

    /** {@code 0.78 %}; what is not nothing is never shown as 0. */
    public static String percent(double share) {
        if (!Double.isFinite(share)) {
            return "–";
        }
        return share != 0 && Math.abs(share) < 0.000_1 ? "< 0.01 %" : number(share * 100) + " %";
    }

    /** A whole percentage, for margins. */
    public static String wholePercent(double share) {
        return Math.abs(share) < 0.01 ? percent(share) : count(share * 100) + " %";
    }

    /** {@code 42 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds) || seconds < 0 || seconds > 1e9) {
            return "–";
        }
        long whole = Math.round(seconds);
        if (whole < 60) {
            return (seconds < 10 ? number(Math.round(seconds * 10) / 10.0) : Long.toString(whole)) + " s";
        }
        return whole < 3_600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
    }

    /** {@code number} and {@code unit}, as they are written in a threshold. */
    public static String quantity(double value, String unit) {
        return switch (unit) {
            case "ms" -> millis(value);
            case "" -> number(value);
            case "ratio" -> percent(value);
            case "/s" -> number(value) + "/s";
            default -> number(value) + " " + unit;
        };
    }
}
