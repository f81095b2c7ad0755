package tradelab.monitor.live;

import io.vertx.core.buffer.Buffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends every message to every subscriber, and cuts who has too many unread: a watcher may miss seconds, the watched
 * must not pay for it.
 *
 * <p>Belongs to one event loop, and all methods are called there.
 */
public final class LiveStream {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private final Executor owner;
    private final int subscribersMax;
    private final int unreadMax;
    private final Map<Subscriber, Unread> subscribers = new IdentityHashMap<>();
    private long cut;

    private static final class Unread {
        private int messages;
    }

    /**
     * @param owner runs on the event loop that this belongs to
     * @param subscribersMax how many may watch at the same time
     * @param unreadMax how many messages may wait for one subscriber before it is cut
     */
    public LiveStream(Executor owner, int subscribersMax, int unreadMax) {
        this.owner = owner;
        this.subscribersMax = subscribersMax;
        this.unreadMax = unreadMax;
    }

    /** Takes {@code subscriber} in and sends it {@code first}; false when there are as many as may be. */
    public boolean add(Subscriber subscriber, Buffer first) {
        if (subscribers.size() >= subscribersMax) {
            return false;
        }
        subscribers.put(subscriber, new Unread());
        send(subscriber, first);
        return true;
    }

    /** Forgets {@code subscriber}, who has left. */
    public void remove(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    /** Sends {@code message} to all. */
    public void send(Buffer message) {
        List.copyOf(subscribers.keySet()).forEach(subscriber -> send(subscriber, message));
    }

    /** Ends every subscription. */
    public void close() {
        List.copyOf(subscribers.keySet()).forEach(Subscriber::close);
        subscribers.clear();
    }

    public int size() {
        return subscribers.size();
    }

    /** Returns how many were cut for reading too slowly. */
    public long cut() {
        return cut;
    }

    private void send(Subscriber subscriber, Buffer message) {
        Unread unread = subscribers.get(subscriber);
        if (unread == null) {
            return;
        }
        if (unread.messages == unreadMax) {
            cut++;
            subscribers.remove(subscriber);
            subscriber.close();
            LOG.info("event=stream_subscriber_cut unread={} subscribers={}", unreadMax, subscribers.size());
            return;
        }
        unread.messages++;
        subscriber
                .write(message)
                .onComplete(written -> owner.execute(() -> {
                    unread.messages--;
                    if (written.failed() && subscribers.remove(subscriber) != null) {
                        LOG.debug("event=stream_subscriber_gone reason={}", String.valueOf(written.cause()));
                    }
                }));
    }
}
