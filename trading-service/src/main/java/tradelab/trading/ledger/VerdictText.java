package tradelab.trading.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A verdict for people: a line a law, then every violation that was kept, with its timeline. */
public final class VerdictText {
    private VerdictText() {}

    public static List<String> lines(Verdict verdict) {
        List<String> lines = new ArrayList<>();
        for (Verdict.Finding finding : verdict.laws()) {
            String state = finding.broken() > 0 ? "BROKEN" : finding.notChecked() != null ? "-" : "holds";
            lines.add(line("%-4s %-7s %,9d cases  %s", finding.code(), state, finding.cases(), finding.sentence()));
            if (finding.notChecked() != null) {
                lines.add("             not checked: " + finding.notChecked());
            }
            if (finding.broken() > 0) {
                lines.add(line("             %,d of %,d cases", finding.broken(), finding.cases()));
            }
        }
        for (Violation violation : verdict.violations()) {
            lines.add("");
            lines.addAll(lines(violation));
        }
        lines.add("");
        lines.add(line(
                "%,d calls of clients, %,d orders, %,d arrivals at the venue: %s",
                verdict.calls(),
                verdict.orders(),
                verdict.arrivals(),
                verdict.holds() ? "all laws hold" : "LAWS ARE BROKEN"));
        return lines;
    }

    /** Which order broke which law, and all that is known of it. */
    public static List<String> lines(Violation violation) {
        List<String> lines = new ArrayList<>();
        lines.add(violation.law().code() + " " + violation.order() + ": " + violation.detail());
        violation.timeline().forEach(line -> lines.add("    " + line));
        return lines;
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
