package tradelab.loadgen.engine;

import io.vertx.core.Future;

/**
 * The connections of one loop, by slot. Calls back into {@link Answers} and {@link Http1} on the same thread, never from inside a call;
 * never again for a connection that was closed here.
 */
interface Transport {
    /** Starts to open slot {@code slot}; ends in {@link Answers#connected} or {@link Answers#connectFailed}. */
    void connect(int slot);

    /** Sends the first {@code length} of {@code bytes}, which may be used again when this returns. */
    void send(int slot, byte[] bytes, int length);

    void close(int slot);

    /** Lets go of everything. */
    default Future<Void> end() {
        return Future.succeededFuture();
    }
}
