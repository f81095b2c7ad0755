package tradelab.venue.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.venue.market.Precision;
import tradelab.venue.wire.BookView;
import tradelab.venue.wire.RawBookView;
import tradelab.venue.wire.Row;

/** One subject and everyone who subscribed to it. Not thread-safe. */
final class Channel {
    /** One connection's subscription. */
    record Subscriber(Connection connection, int channelId) {}

    private final ChannelKey key;
    private final @Nullable BookView view;
    private final @Nullable RawBookView orders;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private @Nullable String shown;

    Channel(ChannelKey key) {
        this.key = key;
        this.view = key instanceof ChannelKey.BookKey book
                ? new BookView(book.length(), Precision.DIGITS - book.precision())
                : null;
        this.orders = key instanceof ChannelKey.RawBookKey raw ? new RawBookView(raw.length()) : null;
    }

    ChannelKey key() {
        return key;
    }

    @Nullable
    BookView view() {
        return view;
    }

    @Nullable
    RawBookView orders() {
        return orders;
    }

    boolean isEmpty() {
        return subscribers.isEmpty();
    }

    int size() {
        return subscribers.size();
    }

    void add(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    void remove(Connection connection) {
        subscribers.removeIf(subscriber -> subscriber.connection() == connection);
    }

    /** Sends {@code payload}, what comes after the channel's id, to everyone. */
    void send(String payload) {
        for (int i = subscribers.size() - 1; i >= 0; i--) {
            Subscriber subscriber = subscribers.get(i);
            subscriber.connection().frame(subscriber.channelId(), payload);
        }
    }

    /** Sends the updates of one iteration of a book: each by itself, or all at once to those who asked for bulk. */
    void sendUpdates(List<String> rows) {
        String bulk = null;
        for (int i = subscribers.size() - 1; i >= 0; i--) {
            Subscriber subscriber = subscribers.get(i);
            if (subscriber.connection().has(Flags.BULK_UPDATES)) {
                bulk = bulk == null ? Row.list(rows) : bulk;
                subscriber.connection().frame(subscriber.channelId(), bulk);
            } else {
                rows.forEach(row -> subscriber.connection().frame(subscriber.channelId(), row));
            }
        }
    }

    /** Sends {@code payload} if it differs from the last one sent by this method. */
    void sendChanged(String payload) {
        if (!payload.equals(shown)) {
            shown = payload;
            send(payload);
        }
    }

    /** Returns whether anyone asked for checksums. */
    boolean wantsChecksum() {
        for (Subscriber subscriber : subscribers) {
            if (subscriber.connection().has(Flags.CHECKSUM)) {
                return true;
            }
        }
        return false;
    }

    /** Sends the checksum to those who asked for checksums. */
    void sendChecksum() {
        String payload = null;
        for (int i = subscribers.size() - 1; i >= 0; i--) {
            Subscriber subscriber = subscribers.get(i);
            if (subscriber.connection().has(Flags.CHECKSUM)) {
                payload = payload == null ? "\"cs\"," + checksum() : payload;
                subscriber.connection().frame(subscriber.channelId(), payload);
            }
        }
    }

    /** Returns the checksum of what has been shown. */
    int checksum() {
        if (view != null) {
            return view.checksum();
        }
        if (orders != null) {
            return orders.checksum();
        }
        throw new IllegalStateException("not a book: " + key.channel());
    }
}
