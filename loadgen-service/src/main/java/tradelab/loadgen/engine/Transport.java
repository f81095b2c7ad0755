package tradelab.loadgen.engine;

/**
 * The connections of one loop, by slot. Calls back into {@link LoadLoop} and {@link Http1} on the same thread, never from inside a call;
 * never again for a connection that was closed here.
 */
interface Transport {
    /** Starts to open slot {@code slot}; ends in {@link LoadLoop#connected} or {@link LoadLoop#connectFailed}. */
    void connect(int slot);

    /** Sends the first {@code length} of {@code bytes}, which may be used again when this returns. */
    void send(int slot, byte[] bytes, int length);

    void close(int slot);
}
