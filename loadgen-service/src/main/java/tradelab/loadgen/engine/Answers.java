package tradelab.loadgen.engine;

import org.jspecify.annotations.Nullable;
import tradelab.loadgen.operation.Answer;

/**
 * What an {@link Exchange} tells its loop, by slot; always on the loop's own thread. A slot that was closed is not spoken
 * of until it is asked for again.
 */
public interface Answers {
    /** Tells that a slot may carry a request. */
    void connected(int slot);

    /** @param why for people; appears among the causes of the result */
    void connectFailed(int slot, String why);

    /** Tells that the answer on a slot has begun to come. */
    void firstByte(int slot);

    /**
     * Tells that the answer on a slot is complete.
     *
     * @param status as HTTP's; 200 for a success where there are none
     * @param reusable whether the slot may carry another request
     * @param heard what the answer said, if its operation looks at it and the protocol can show it
     */
    void answered(int slot, int status, boolean reusable, @Nullable Answer heard);

    /** An answer of which nothing but its status is shown. */
    default void answered(int slot, int status, boolean reusable) {
        answered(slot, status, reusable, null);
    }

    /**
     * Tells that the request on a slot ended without an answer.
     *
     * @param kind one of {@link ErrorKind}
     */
    void failed(int slot, int kind, String why);

    /** Tells of bytes that were sent or received, on whatever slot. */
    void moved(long bytes);

    /** Tells that a slot is gone; a request on it has no answer. */
    void closed(int slot, String why);
}
