package tradelab.marketdata.feed;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.marketdata.book.BookEffect;
import tradelab.marketdata.book.BookEvent;

/**
 * The conversation of one connection: what to subscribe, whose each frame is, and what to do when one was lost. Knows no
 * socket and no clock.
 *
 * <p>Owned by the feed's event loop. Book changes pass through it without allocation.
 */
final class BitfinexSession {
    static final int FLAG_TIMESTAMP = 32_768;
    static final int FLAG_SEQUENCE = 65_536;
    static final int FLAG_CHECKSUM = 131_072;

    /** A subscription that the venue has not answered is asked for again after this. */
    static final long SUBSCRIBE_MILLIS_MAX = 10_000;

    private static final int INFO_RESTART = 20_051;
    private static final int INFO_MAINTENANCE_BEGINS = 20_060;
    private static final int INFO_MAINTENANCE_ENDS = 20_061;

    private final List<Subscription> subscriptions;
    private final int bookLength;
    private final FeedCounters counters;
    private final Output output;
    private final FrameScanner scanner = new FrameScanner();
    private final Frame frame = new Frame();
    private final SequenceCheck sequence = new SequenceCheck();
    private long flags;
    private boolean connected;

    /** What a session does to the world. */
    interface Output {
        void send(String message);

        /** The connection is of no more use. */
        void reconnect(String reason);

        /** Something to tell the operator, at most once a second. */
        void report(String event, String detail);
    }

    BitfinexSession(List<Subscription> subscriptions, int bookLength, FeedCounters counters, Output output) {
        this.subscriptions = new ArrayList<>(subscriptions);
        this.bookLength = bookLength;
        this.counters = counters;
        this.output = output;
    }

    void connected(long nowMillis) {
        connected = true;
        flags = 0;
        sequence.reset();
        output.send(new JsonObject()
                .put("event", "conf")
                .put("flags", FLAG_TIMESTAMP + FLAG_SEQUENCE + FLAG_CHECKSUM)
                .encode());
        for (Subscription subscription : subscriptions) {
            subscribe(subscription, nowMillis);
        }
    }

    /** Adds channels, at once if there is a connection. */
    void add(List<Subscription> more, long nowMillis) {
        subscriptions.addAll(more);
        if (connected) {
            more.forEach(subscription -> subscribe(subscription, nowMillis));
        }
    }

    /** Ends the channels of one instrument. */
    void remove(InstrumentFeed feed) {
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (subscription.feed == feed) {
                subscriptions.remove(subscription);
                if (connected && subscription.standing()) {
                    output.send(subscription.unsubscribe());
                }
            }
        }
    }

    int size() {
        return subscriptions.size();
    }

    void disconnected(long nowMillis) {
        connected = false;
        for (Subscription subscription : subscriptions) {
            subscription.drop();
        }
        tradesInterrupted();
        books(BookEvent.DISCONNECTED, nowMillis);
    }

    /** Lets time pass: silence, overdue snapshots, subscriptions without an answer. */
    void tick(long nowMillis) {
        if (!connected) {
            return;
        }
        for (Subscription subscription : subscriptions) {
            if (subscription.channel == Subscription.Channel.BOOK) {
                perform(subscription, subscription.feed.event(BookEvent.TICK, nowMillis), nowMillis);
            }
            if (!subscription.standing() && nowMillis - subscription.requestedMillis > SUBSCRIBE_MILLIS_MAX) {
                subscribe(subscription, nowMillis);
            }
        }
    }

    /** Takes in one message. */
    void message(byte[] bytes, int length, long nowMillis) {
        Unparsed problem = scanner.scan(bytes, length, frame);
        if (problem == null && frame.kind == FrameKind.EVENT) {
            event(bytes, length, nowMillis);
            return;
        }
        Subscription subscription = find(frame.channel);
        if (problem == null) {
            problem = subscription == null ? stray(nowMillis) : dispatch(subscription, nowMillis);
        }
        if (problem == null) {
            counters.frame(frame.kind);
        } else {
            unparsed(problem, bytes, length, subscription, nowMillis);
        }
    }

    private @Nullable Unparsed stray(long nowMillis) {
        counters.strays.increment();
        boolean _ = inOrder(nowMillis);
        return null;
    }

    private @Nullable Unparsed dispatch(Subscription subscription, long nowMillis) {
        if (!inOrder(nowMillis)) {
            return null;
        }
        if ((flags & FLAG_TIMESTAMP) != 0 && frame.tails > 0) {
            subscription.feed.venueTime(frame.tail[frame.tails - 1]);
        }
        return switch (subscription.channel) {
            case BOOK -> book(subscription, nowMillis);
            case TRADES -> trades(subscription.feed, nowMillis);
            case TICKER -> ticker(subscription.feed, nowMillis);
        };
    }

    private @Nullable Unparsed book(Subscription subscription, long nowMillis) {
        InstrumentFeed feed = subscription.feed;
        boolean checksummed = (flags & FLAG_CHECKSUM) != 0;
        BookEffect effect = switch (frame.kind) {
            case ROW -> {
                if (frame.width < 3) {
                    yield null;
                }
                yield feed.update(frame, checksummed, nowMillis);
            }
            case ROWS -> feed.snapshot(frame, checksummed, nowMillis);
            case CHECKSUM -> frame.tails == 0 ? null : feed.checksum((int) frame.tail[0], nowMillis);
            case HEARTBEAT -> feed.event(BookEvent.HEARTBEAT, nowMillis);
            case OTHER, TRADE_EXECUTED, TRADE_UPDATED, EVENT -> BookEffect.NOTHING;
        };
        if (effect == null) {
            return Unparsed.SHAPE;
        }
        perform(subscription, effect, nowMillis);
        return null;
    }

    private @Nullable Unparsed trades(InstrumentFeed feed, long nowMillis) {
        switch (frame.kind) {
            case ROWS -> feed.tradesSnapshot(frame, nowMillis);
            case TRADE_EXECUTED -> {
                return feed.tradeExecuted(frame, nowMillis);
            }
            case ROW, TRADE_UPDATED, HEARTBEAT, CHECKSUM, OTHER, EVENT -> {}
        }
        return null;
    }

    private @Nullable Unparsed ticker(InstrumentFeed feed, long nowMillis) {
        if (frame.kind == FrameKind.ROW) {
            if (frame.width < 7) {
                return Unparsed.SHAPE;
            }
            feed.ticker(frame, nowMillis);
        }
        return null;
    }

    /** Returns whether the frame may be used. A hole makes every book of the connection suspect: it may be anybody's. */
    private boolean inOrder(long nowMillis) {
        if ((flags & FLAG_SEQUENCE) == 0) {
            return true;
        }
        // From the end: what stands before it is the frame's own, and a number of a word we do not know may be
        // anything.
        int at = frame.tails - ((flags & FLAG_TIMESTAMP) != 0 ? 2 : 1);
        if (at < (frame.kind == FrameKind.CHECKSUM ? 1 : 0)) {
            if (sequence.started()) {
                gap(nowMillis);
            }
            return true;
        }
        SequenceCheck.Verdict verdict = sequence.see(frame.tail[at]);
        if (verdict != SequenceCheck.Verdict.IN_ORDER) {
            gap(nowMillis);
        }
        return verdict != SequenceCheck.Verdict.OLD;
    }

    private void gap(long nowMillis) {
        counters.gaps.increment();
        output.report("feed_sequence_gap", "frames were lost, repeated or reordered");
        tradesInterrupted();
        books(BookEvent.GAP, nowMillis);
    }

    private void tradesInterrupted() {
        for (Subscription subscription : subscriptions) {
            if (subscription.channel == Subscription.Channel.TRADES) {
                subscription.feed.tradesInterrupted();
            }
        }
    }

    private void books(BookEvent event, long nowMillis) {
        for (Subscription subscription : subscriptions) {
            if (subscription.channel == Subscription.Channel.BOOK) {
                perform(subscription, subscription.feed.event(event, nowMillis), nowMillis);
            }
        }
    }

    private void unparsed(
            Unparsed problem, byte[] bytes, int length, @Nullable Subscription subscription, long nowMillis) {
        counters.countUnparsed(problem);
        String shown = new String(bytes, 0, Math.min(length, 120), StandardCharsets.UTF_8);
        output.report("feed_frame_unparsed", "reason=" + problem.label() + " frame=" + shown);
        if (subscription == null && frame.channel < 0) {
            tradesInterrupted();
            books(BookEvent.MALFORMED, nowMillis); // it may have been anybody's change
        } else if (subscription != null && subscription.channel == Subscription.Channel.BOOK) {
            perform(subscription, subscription.feed.event(BookEvent.MALFORMED, nowMillis), nowMillis);
        }
    }

    private void perform(Subscription subscription, BookEffect effect, long nowMillis) {
        switch (effect) {
            case NOTHING -> {}
            case RECONNECT -> output.reconnect("no snapshot of " + subscription.symbol());
            case RESUBSCRIBE -> {
                subscription.requestedMillis = nowMillis;
                if (subscription.standing()) {
                    output.send(subscription.unsubscribe()); // and subscribed again when the venue has confirmed
                    subscription.leave();
                } else {
                    subscribe(subscription, nowMillis);
                }
            }
        }
    }

    private void subscribe(Subscription subscription, long nowMillis) {
        subscription.requestedMillis = nowMillis;
        output.send(subscription.subscribe(bookLength));
    }

    private @Nullable Subscription find(int channel) {
        for (int i = 0; i < subscriptions.size(); i++) { // at most 25, and no boxing
            if (subscriptions.get(i).id == channel) {
                return subscriptions.get(i);
            }
        }
        return null;
    }

    private void event(byte[] bytes, int length, long nowMillis) {
        try {
            JsonObject event = new JsonObject(new String(bytes, 0, length, StandardCharsets.UTF_8));
            handle(event, nowMillis);
            counters.frame(FrameKind.EVENT);
        } catch (DecodeException | ClassCastException _) {
            unparsed(Unparsed.SYNTAX, bytes, length, null, nowMillis);
        }
    }

    private void handle(JsonObject event, long nowMillis) {
        switch (event.getString("event", "")) {
            case "subscribed" -> subscribed(event, nowMillis);
            case "unsubscribed" -> unsubscribed(event.getInteger("chanId", -1), nowMillis);
            case "conf" -> {
                flags = "OK".equals(event.getString("status")) ? event.getLong("flags", 0L) : 0;
                sequence.reset();
            }
            case "info" -> info(event.getInteger("code", 0), nowMillis);
            case "error" -> {
                counters.errors.increment();
                output.report("feed_error_event", event.encode());
            }
            default -> {} // pong, and what the venue may add
        }
    }

    private void subscribed(JsonObject event, long nowMillis) {
        int id = event.getInteger("chanId", -1);
        for (Subscription subscription : subscriptions) {
            if (subscription.isMeantBy(event)) {
                subscription.id = id;
                if (subscription.channel == Subscription.Channel.BOOK) {
                    perform(subscription, subscription.feed.event(BookEvent.SUBSCRIBED, nowMillis), nowMillis);
                }
                return;
            }
        }
        counters.strays.increment();
    }

    private void unsubscribed(int id, long nowMillis) {
        for (Subscription subscription : subscriptions) {
            if (subscription.leaving == id && !subscription.standing()) {
                subscription.drop();
                subscribe(subscription, nowMillis);
            }
        }
    }

    private void info(int code, long nowMillis) {
        switch (code) {
            case INFO_RESTART -> output.reconnect("the venue restarts");
            case INFO_MAINTENANCE_BEGINS -> books(BookEvent.MAINTENANCE, nowMillis);
            case INFO_MAINTENANCE_ENDS -> output.reconnect("maintenance is over");
            default -> {}
        }
    }
}
