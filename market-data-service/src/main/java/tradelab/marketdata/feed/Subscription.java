package tradelab.marketdata.feed;

import io.vertx.core.json.JsonObject;

/** One channel of one connection, wanted or standing. Owned by its session. */
final class Subscription {
    /** What a channel carries. */
    enum Channel {
        BOOK("book"),
        TRADES("trades"),
        TICKER("ticker");

        final String wire;

        Channel(String wire) {
            this.wire = wire;
        }

        static Channel of(String wire) {
            for (Channel channel : values()) {
                if (channel.wire.equals(wire)) {
                    return channel;
                }
            }
            throw new IllegalArgumentException("channels: expected book, trades or ticker, got '" + wire + "'");
        }
    }

    private static final int NONE = -1;

    final Channel channel;
    final InstrumentFeed feed;
    int id = NONE;

    /** The channel that the venue was asked to end, before the next one is asked for. */
    int leaving = NONE;

    long requestedMillis;

    Subscription(Channel channel, InstrumentFeed feed) {
        this.channel = channel;
        this.feed = feed;
    }

    boolean standing() {
        return id != NONE;
    }

    void drop() {
        id = NONE;
        leaving = NONE;
    }

    void leave() {
        leaving = id;
        id = NONE;
    }

    /** Returns the name that the venue echoes. */
    String subId() {
        return channel.wire + "-" + symbol();
    }

    String symbol() {
        return feed.instrument().symbol();
    }

    boolean isMeantBy(JsonObject subscribed) {
        Object subId = subscribed.getValue("subId");
        return subId != null
                ? subId.equals(subId())
                : channel.wire.equals(subscribed.getValue("channel")) && symbol().equals(subscribed.getValue("symbol"));
    }

    String subscribe(int bookLength) {
        JsonObject message = new JsonObject()
                .put("event", "subscribe")
                .put("channel", channel.wire)
                .put("symbol", symbol())
                .put("subId", subId());
        if (channel == Channel.BOOK) {
            message.put("prec", "P0").put("freq", "F0").put("len", Integer.toString(bookLength));
        }
        return message.encode();
    }

    String unsubscribe() {
        return new JsonObject().put("event", "unsubscribe").put("chanId", id).encode();
    }
}
