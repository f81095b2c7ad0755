package tradelab.marketdata.feed;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.marketdata.feed.RecordedBook.Levels;
import tradelab.marketdata.feed.RecordedBook.Row;

/**
 * A venue that replays a recorded book with sequence numbers and checksums through a WebSocket, and drops, repeats,
 * reorders or corrupts one frame in {@link #FRAMES_PER_FAULT}. Beside each frame it tells the test what is true.
 *
 * <p>Market time passes {@link #MILLIS_PER_FRAME} a frame, as in the recording; the frames go as fast as the client takes
 * them, one at a time while its book is being healed. Lives on one event loop.
 */
final class FaultyVenue {
    static final int FRAMES_PER_FAULT = 500;
    static final long MILLIS_PER_FRAME = 10;

    private static final int WINDOW = 32;
    private static final int FRAMES_CAREFUL = 16;
    private static final int CHANNEL = 17;

    enum Fault {
        DROPPED,
        REPEATED,
        REORDERED,
        CORRUPTED
    }

    /**
     * What belongs to one frame that the client receives.
     *
     * @param truth the book of the last whole iteration when the frame left
     * @param fault what happened to this frame or the one before it
     */
    record Told(Levels truth, boolean ends, @Nullable Fault fault, long marketMillis) {}

    private record Outgoing(int channel, String payload, int lieFrom, boolean ends, Levels truth) {}

    private final RecordedBook recorded;
    private final Random random = new Random(20_260_101);
    private final Deque<Outgoing> outgoing = new ArrayDeque<>();
    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final AtomicLong taken;
    private final Promise<Void> over = Promise.promise();
    private final Vertx vertx;

    /** How many frames were hit in each way. */
    final int[] faults = new int[Fault.values().length];

    private @Nullable ServerWebSocket socket;
    private Levels truth;
    private @Nullable Outgoing held;
    private @Nullable Fault mark;
    private volatile boolean healing = true;
    private int channel;
    private int nextChannel = CHANNEL;
    private long sequence;
    private long written;
    private long numbered;
    private long untilFault = FRAMES_PER_FAULT;
    private int untilCalm;
    private int unanswered;

    /** The most subscriptions of the book that ever waited for their snapshot at once. */
    volatile int unansweredMost;

    volatile int subscribes;

    FaultyVenue(Vertx vertx, RecordedBook recorded, AtomicLong taken) {
        this.vertx = vertx;
        this.recorded = recorded;
        this.taken = taken;
        var _ = recorded.next(); // no venue begins with an empty book
        this.truth = recorded.shown();
    }

    Future<Integer> listen() {
        return vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1"))
                .webSocketHandler(opened -> {
                    socket = opened;
                    opened.textMessageHandler(text -> received(new JsonObject(text)));
                })
                .listen(0)
                .map(server -> server.actualPort());
    }

    /** Returns when everything recorded was sent and taken. */
    Future<Void> over() {
        return over.future();
    }

    /** The client says whether its book is being healed. Any thread. */
    void healing(boolean now) {
        healing = now;
    }

    Told told() {
        return Objects.requireNonNull(told.poll(), "a frame that the venue did not send");
    }

    private void received(JsonObject message) {
        switch (message.getString("event")) {
            case "conf" -> {
                say(message.put("status", "OK"));
                pump();
            }
            case "unsubscribe" -> {
                channel = 0;
                say(new JsonObject()
                        .put("event", "unsubscribed")
                        .put("status", "OK")
                        .put("chanId", message.getInteger("chanId")));
            }
            case "subscribe" -> {
                channel = nextChannel++;
                subscribes++;
                unansweredMost = Math.max(unansweredMost, ++unanswered);
                say(message.copy().put("event", "subscribed").put("chanId", channel));
                snapshot();
            }
            default -> throw new IllegalStateException("unexpected " + message);
        }
    }

    private void say(JsonObject message) {
        var _ = Objects.requireNonNull(socket).writeTextMessage(message.encode());
    }

    /** The rest of an iteration goes to the channel that ended, so nowhere; the snapshot has it all. */
    private void snapshot() {
        outgoing.clear();
        held = null;
        truth = recorded.shown();
        String rows = truth.rows().stream().map(FaultyVenue::text).collect(Collectors.joining(",", "[", "]"));
        outgoing.add(new Outgoing(channel, rows, 0, false, truth));
        outgoing.add(checksum());
    }

    private Outgoing checksum() {
        return new Outgoing(channel, "\"cs\"," + recorded.checksum(), "\"cs\",".length(), true, recorded.shown());
    }

    private static String text(Row row) {
        return "[" + Decimals.format(row.price()) + "," + row.orders() + "," + Decimals.format(row.amount()) + "]";
    }

    private void pump() {
        boolean careful = healing || careful();
        int room = careful ? 1 : WINDOW;
        while (written - taken.get() < room) {
            if (outgoing.isEmpty() && !iterate()) {
                finish();
                return;
            }
            if (!outgoing.isEmpty()) {
                send(outgoing.remove());
            }
            if (careful || careful()) {
                break;
            }
        }
        if (careful) {
            var _ = vertx.setTimer(1, _ -> pump());
        } else {
            vertx.runOnContext(_ -> pump());
        }
    }

    /** Behind a fault frames go one by one, so that the client's answer does not wait behind frames under way. */
    private boolean careful() {
        return untilCalm > 0;
    }

    private boolean iterate() {
        if (!recorded.hasNext()) {
            return false;
        }
        List<Row> rows = recorded.next();
        if (channel != 0 && !rows.isEmpty()) {
            for (Row row : rows) {
                outgoing.add(new Outgoing(channel, text(row), 0, false, truth));
            }
            outgoing.add(checksum());
        }
        return true;
    }

    private void finish() {
        if (written == taken.get() && held == null) {
            over.complete();
        } else {
            Outgoing last = held;
            held = null;
            if (last != null) {
                write(last, last.payload, ++sequence, mark);
            }
            var _ = vertx.setTimer(1, _ -> finish());
        }
    }

    private void send(Outgoing frame) {
        if (frame.payload.startsWith("[[")) {
            unanswered--;
        }
        truth = frame.ends ? frame.truth : truth;
        numbered++;
        untilCalm--;
        Outgoing overtaken = held;
        if (overtaken != null) {
            held = null;
            write(frame, frame.payload, sequence + 2, Fault.REORDERED);
            write(overtaken, overtaken.payload, sequence + 1, null);
            sequence += 2;
            return;
        }
        Fault fault = fault();
        if (fault == null) {
            write(frame, frame.payload, ++sequence, mark);
            mark = null;
            return;
        }
        faults[fault.ordinal()]++;
        untilCalm = FRAMES_CAREFUL;
        switch (fault) {
            case DROPPED -> {
                sequence++;
                mark = Fault.DROPPED;
            }
            case REPEATED -> {
                write(frame, frame.payload, ++sequence, null);
                write(frame, frame.payload, sequence, Fault.REPEATED);
            }
            case REORDERED -> held = frame;
            case CORRUPTED -> write(frame, corrupted(frame), ++sequence, Fault.CORRUPTED);
        }
    }

    private @Nullable Fault fault() {
        if (--untilFault > 0 || mark != null) {
            return null;
        }
        untilFault = FRAMES_PER_FAULT / 2 + random.nextInt(FRAMES_PER_FAULT + 1);
        return Fault.values()[random.nextInt(Fault.values().length)];
    }

    /** Changes one digit of a price or of the checksum, or one character of the frame's form. */
    private String corrupted(Outgoing frame) {
        StringBuilder text = new StringBuilder(frame.payload);
        if (random.nextInt(4) == 0) {
            text.setCharAt(random.nextInt(text.length()), '#');
            return text.toString();
        }
        int from = frame.lieFrom;
        while (!Character.isDigit(text.charAt(from))) {
            from++;
        }
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        int at = from + random.nextInt(to - from);
        char was = text.charAt(at);
        text.setCharAt(at, (char) ('1' + (was - '0' + random.nextInt(8)) % 9)); // another one, and never a leading 0
        return text.toString();
    }

    private void write(Outgoing frame, String payload, long number, @Nullable Fault fault) {
        long marketMillis = 1_000 + numbered * MILLIS_PER_FRAME;
        told.add(new Told(truth, frame.ends, fault, marketMillis));
        written++;
        var _ = Objects.requireNonNull(socket)
                .writeTextMessage("[" + frame.channel + "," + payload + "," + number + "," + marketMillis + "]");
    }
}
