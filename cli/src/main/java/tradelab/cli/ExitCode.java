package tradelab.cli;

/** What the command's exit code says; the same numbers as k6, so that scripts carry over. */
public final class ExitCode {
    public static final int PASSED = 0;
    public static final int OTHER = 1;
    public static final int THRESHOLDS_FAILED = 99;
    public static final int BAD_INPUT = 104;
    public static final int INTERRUPTED = 105;

    private ExitCode() {}
}
