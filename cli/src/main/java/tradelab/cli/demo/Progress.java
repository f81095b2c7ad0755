package tradelab.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/** Says on standard error what is going on: one line that changes where there is a terminal, a line a step elsewhere. */
final class Progress {
    private static final int WIDTH = 100;

    private final PrintStream out;
    private final boolean terminal;
    private final long beganNanos;

    Progress(PrintStream out, boolean terminal, long beganNanos) {
        this.out = out;
        this.terminal = terminal;
        this.beganNanos = beganNanos;
    }

    /** A step has been reached. */
    void step(String text) {
        out.print((terminal ? "\r" : "") + pad(stamp() + text) + System.lineSeparator());
        out.flush();
    }

    /** Something moved within a step; shown only where it can be overwritten. */
    void tick(String text) {
        if (terminal) {
            out.print("\r" + pad(stamp() + text));
            out.flush();
        }
    }

    private String stamp() {
        return String.format(Locale.ROOT, "%6.1f s  ", (System.nanoTime() - beganNanos) / 1e9);
    }

    private String pad(String text) {
        return terminal && text.length() < WIDTH ? text + " ".repeat(WIDTH - text.length()) : text;
    }
}
