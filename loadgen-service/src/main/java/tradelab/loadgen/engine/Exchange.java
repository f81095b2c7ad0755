package tradelab.loadgen.engine;

import io.vertx.core.Future;

/**
 * How the requests of one loop travel, by slot: a slot carries one request at a time, and is a connection, a stream or
 * merely a permit. Tells {@link Answers} what becomes of them, never from inside a call. Owned by one event loop.
 */
public interface Exchange {
    /** Starts to make slot {@code slot} usable; ends in {@link Answers#connected} or {@link Answers#connectFailed}. */
    void connect(int slot);

    /**
     * Sends one request; ends in {@link Answers#answered}, {@link Answers#failed} or {@link Answers#closed}.
     *
     * @param recent the number of an earlier arrival that the request refers to
     */
    void send(int slot, int operation, long sequence, long recent);

    /** Gives up whatever is on the slot. */
    void close(int slot);

    /** Returns the operation that is sent next in place of {@code chosen}: for what has a state. */
    default int decide(int chosen) {
        return chosen;
    }

    /** Lets go of everything. */
    default Future<Void> end() {
        return Future.succeededFuture();
    }
}
