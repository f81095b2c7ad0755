package tradelab.trading.batch;

/** Hears of every call to a venue. */
public interface DispatchListener {
    void called(int operations, String outcome, long nanos);

    /** Something did not get an answer: the venue's records must be read. */
    void doubtful();
}
