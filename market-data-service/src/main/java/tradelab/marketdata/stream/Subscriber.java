package tradelab.marketdata.stream;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * One connection as the hub sees it: what it watches, and how far it is behind. Owned by the hub's event loop.
 *
 * <p>States wait for nobody: one that finds the queue full is left out, and the latest one comes as a snapshot. Trades
 * wait, up to a bound; then, or when the queue was full for too long, the connection is cut.
 */
final class Subscriber {
    /** Close code of a consumer that was cut. */
    static final short SLOW = 4008;

    private final Sink sink;
    private final long owedMax;
    private final long stuckMillis;
    private final Set<StreamName> streams = new LinkedHashSet<>();
    private long owed;
    private long fullSinceMillis = -1;
    private boolean cut;

    /** Where frames go. */
    interface Sink {
        void write(String text);

        boolean isFull();

        void close(short code, String reason);
    }

    Subscriber(Sink sink, long owedMax, long stuckMillis) {
        this.sink = sink;
        this.owedMax = owedMax;
        this.stuckMillis = stuckMillis;
    }

    Set<StreamName> streams() {
        return streams;
    }

    /** Sends a state; false if there is no room for it now. */
    boolean offer(String text) {
        if (cut || sink.isFull()) {
            return false;
        }
        sink.write(text);
        return true;
    }

    /** Sends what may not be left out; false if the connection was cut for it. */
    boolean owe(String text) {
        if (cut) {
            return false;
        }
        owed = sink.isFull() ? owed + text.length() : 0;
        if (owed > owedMax) {
            cut("more than " + owedMax + " characters of trades waited");
            return false;
        }
        sink.write(text);
        return true;
    }

    /** Sends an answer to what the client said. */
    void answer(String text) {
        if (!cut) {
            sink.write(text);
        }
    }

    /** Lets time pass; true if the connection has just been cut. */
    boolean tick(long nowMillis) {
        if (cut || !sink.isFull()) {
            fullSinceMillis = -1;
            return false;
        }
        if (fullSinceMillis < 0) {
            fullSinceMillis = nowMillis;
        }
        if (nowMillis - fullSinceMillis < stuckMillis) {
            return false;
        }
        cut("nothing was read for " + stuckMillis + " ms");
        return true;
    }

    boolean isCut() {
        return cut;
    }

    private void cut(String reason) {
        cut = true;
        sink.close(SLOW, "slow consumer: " + reason);
    }
}
