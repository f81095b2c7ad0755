package tradelab.monitor.live;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Somebody who watches the live stream. Its methods may be called from any thread. */
public interface Subscriber {
    /** Writes a message; completes when it has left, which is how a slow reader shows. */
    Future<Void> write(Buffer message);

    /** Ends the subscription from our side. */
    void close();
}
