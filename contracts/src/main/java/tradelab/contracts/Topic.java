package tradelab.contracts;

import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/**
 * A typed publish/subscribe address. Delivery is at most once and unordered across publishers: who needs more reads the
 * sequence numbers in the message.
 *
 * @param <T> the message
 * @param address cluster-wide, dotted, ending in its version: {@code marketdata.quotes.v1}
 */
public record Topic<T>(String address, Wire<T> wire) {
    private static final Logger LOG = System.getLogger(Topic.class.getName());

    /** A topic whose message is JSON of a record. */
    public static <T> Topic<T> json(String address, Class<T> type) {
        return new Topic<>(address, Wire.json(type));
    }

    /** Sends {@code message} to every subscriber of the cluster, and keeps nothing. */
    public void publish(EventBus bus, T message) {
        bus.publish(address, wire.encode().apply(message));
    }

    /**
     * The same, and says when the first member that has subscribers took it: who publishes much waits for it, so that no
     * heap of messages waits. Fails if there are none; a member that hangs keeps it waiting only if it is the only one.
     */
    public Future<Void> write(EventBus bus, T message) {
        return bus.<Object>publisher(address).write(wire.encode().apply(message));
    }

    /**
     * Hands every message to {@code handler} until the returned consumer is unregistered. A message that does not parse
     * is logged and dropped.
     */
    public MessageConsumer<Object> subscribe(EventBus bus, Consumer<T> handler) {
        return bus.consumer(address, message -> {
            T value;
            try {
                value = wire.read(message.body());
            } catch (IllegalArgumentException e) {
                LOG.log(Level.WARNING, () -> "event=message_dropped address=" + address + " reason=" + e.getMessage());
                return;
            }
            handler.accept(value);
        });
    }
}
