package tradelab.loadgen.engine;

import tradelab.loadgen.operation.OperationMix;

/**
 * Why a request failed, as one small number, so that counting is an array access: 100 to 999 are answers with that
 * status, the rest are named here. A closed set: it becomes keys of results.
 */
public final class ErrorKind {
    /** No connection could be opened. */
    public static final int CONNECT = 0;
    /** No answer, or no free connection, in time. */
    public static final int TIMEOUT = 1;
    /** The connection was closed or reset before the answer was complete. */
    public static final int RESET = 2;
    /** The answer is not HTTP, or longer than is accepted. */
    public static final int MALFORMED = 3;
    /** Never sent: too many arrivals were waiting, or the generator came too late. */
    public static final int DROPPED = 4;
    /** The first of an operation's checks; the others follow. */
    public static final int CHECK = OperationMix.CHECK_FAILED;
    /** The answer lacks what should be taken from it. */
    public static final int EXTRACT = OperationMix.EXTRACT_FAILED;
    /** Never sent: a feed had no more rows. */
    public static final int NO_DATA = EXTRACT + 1;
    /** Under way when its grace was over. */
    public static final int CUT = NO_DATA + 1;
    /** One more than the largest number. */
    public static final int COUNT = 1_000;

    private ErrorKind() {}

    static String name(int kind) {
        return switch (kind) {
            case CONNECT -> "connect";
            case TIMEOUT -> "timeout";
            case RESET -> "reset";
            case MALFORMED -> "malformed";
            case DROPPED -> "dropped";
            case EXTRACT -> "extract";
            case NO_DATA -> "no_data";
            case CUT -> "cut";
            default -> kind >= CHECK && kind < EXTRACT ? "check_" + (kind - CHECK + 1) : "status_" + kind;
        };
    }
}
