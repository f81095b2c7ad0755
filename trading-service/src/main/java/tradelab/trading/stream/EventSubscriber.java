package tradelab.trading.stream;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderEventPage;
import tradelab.contracts.trading.OrderEvents;
import tradelab.contracts.trading.OrderJson;
import tradelab.contracts.trading.OrderView;
import tradelab.trading.journal.EventStore;

/**
 * One connection: where it stands, and what it wants to see. Holds no changes itself: it takes them when its socket has
 * room, so a slow one costs no memory.
 *
 * <p>Not thread-safe: the hub's event loop owns it.
 */
final class EventSubscriber {
    /** Close code of a consumer that was cut. */
    static final short SLOW = 4008;

    /** Where frames go. */
    interface Sink {
        /** @param position from which one can go on later */
        void write(String text, String position);

        boolean isFull();

        void close(short code, String reason);
    }

    private final Sink sink;
    private final Positions positions;
    private final @Nullable String account;
    private boolean reading;
    private long fullSinceMillis = -1;
    private long toldMillis;

    EventSubscriber(Sink sink, Positions positions, @Nullable String account, long nowMillis) {
        this.sink = sink;
        this.positions = positions;
        this.account = account;
        this.toldMillis = nowMillis;
    }

    Positions positions() {
        return positions;
    }

    boolean isFull() {
        return sink.isFull();
    }

    boolean isReading() {
        return reading;
    }

    void reading(boolean now) {
        reading = now;
    }

    /** Sends what of the changes that follow is to be seen. */
    void take(int partition, List<OrderView> changes, long nowMillis) {
        OrderEventPage page = EventStore.page(partition, positions.of(partition), changes, account);
        positions.move(partition, page.through());
        if (!page.orders().isEmpty()) {
            toldMillis = nowMillis;
            String events =
                    OrderJson.write(new OrderEvents(partition, page.orders())).toString();
            sink.write(
                    "{\"type\":\"orders\",\"from\":" + page.from() + ",\"through\":" + page.through() + ","
                            + events.substring(1),
                    positions.toString());
        }
    }

    /** Says where the stream stands, if it has been quiet for that long. */
    void beat(long quietMillis, long nowMillis) {
        if (nowMillis - toldMillis >= quietMillis && !sink.isFull()) {
            toldMillis = nowMillis;
            sink.write("{\"type\":\"position\",\"position\":\"" + positions + "\"}", positions.toString());
        }
    }

    /** Returns whether the socket has been full for longer than that. */
    boolean isStuck(long stuckMillis, long nowMillis) {
        if (!sink.isFull()) {
            fullSinceMillis = -1;
            return false;
        }
        if (fullSinceMillis < 0) {
            fullSinceMillis = nowMillis;
        }
        return nowMillis - fullSinceMillis >= stuckMillis;
    }

    void close(short code, String reason) {
        sink.close(code, reason);
    }
}
