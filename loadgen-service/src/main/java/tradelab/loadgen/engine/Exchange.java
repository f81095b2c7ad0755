package tradelab.loadgen.engine;

/**
 * How the requests of one loop travel, by slot: a slot carries one request at a time, and is a connection, a stream or
 * merely a permit. Calls back into {@link LoadLoop} on the same thread, never from inside a call; never again for a slot
 * that was closed here.
 */
interface Exchange {
    /** Starts to make slot {@code slot} usable; ends in {@link LoadLoop#connected} or {@link LoadLoop#connectFailed}. */
    void connect(int slot);

    /**
     * Sends one request; ends in {@link LoadLoop#answered}, {@link LoadLoop#failed} or {@link LoadLoop#closed}.
     *
     * @param recent the number of an earlier arrival that the request refers to
     */
    void send(int slot, int operation, long sequence, long recent);

    /** Gives up whatever is on the slot. */
    void close(int slot);
}
