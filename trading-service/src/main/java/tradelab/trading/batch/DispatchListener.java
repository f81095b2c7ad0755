package tradelab.trading.batch;

import java.util.List;
import tradelab.trading.venue.Operation;

/** Hears of every call to a venue. */
public interface DispatchListener {
    void called(int operations, String outcome, long nanos);

    /** Something left the queue for the venue after so long; said of one at a time. */
    default void waited(boolean cancel, long nanos) {}

    /** The intents to send these are durable. */
    default void intended(List<Operation> operations) {}

    /** Something did not get an answer: the venue's records must be read. */
    void doubtful();
}
