package tradelab.venue.stream;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.runtime.http.SocketEnd;
import tradelab.venue.exchange.Account;
import tradelab.venue.fault.Lane;

/** One client's socket: its flags, sequence numbers, channels and account. Not thread-safe. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** Told when a socket becomes full, takes more again, or is cut because it did not. */
    interface Pressure {
        void full();

        void relieved();

        void cut(Connection connection);
    }

    private final ServerWebSocket socket;
    private final StreamLimits limits;
    private final LongSupplier clockMillis;
    private final Pressure pressure;
    private final long number;
    private final FrameFaults faults;
    private final Map<Integer, Lane> delayed = new HashMap<>();
    private @Nullable Runnable heldBack;
    private boolean mending;
    private Answers answers = Answers.SENT;
    private final Map<Integer, Channel> channels = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder(256);
    private long flags;
    private long sequence;
    private long accountSequence;
    private @Nullable Account account;
    private AccountFilter filter = AccountFilter.ALL;
    private boolean cancelsOnClose;
    private boolean full;
    private long fullSinceMillis;
    private long unsent;
    private boolean closed;
    private Future<Void> lastWrite = Future.succeededFuture();

    /** What becomes of the answers to an input. */
    enum Answers {
        SENT,
        HALVED,
        DROPPED
    }

    Connection(
            ServerWebSocket socket,
            long number,
            StreamLimits limits,
            LongSupplier clockMillis,
            FrameFaults faults,
            Pressure pressure) {
        this.number = number;
        this.faults = faults;
        this.socket = socket;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.pressure = pressure;
    }

    /** Returns its number among all connections. */
    long number() {
        return number;
    }

    Map<Integer, Channel> channels() {
        return channels;
    }

    boolean has(long flag) {
        return (flags & flag) != 0;
    }

    /** Replaces the flags; numbering starts when it is asked for. */
    void flags(long newFlags) {
        if ((newFlags & Flags.SEQ_ALL) != 0 && !has(Flags.SEQ_ALL)) {
            sequence = 0;
            accountSequence = 0;
        }
        flags = newFlags;
    }

    @Nullable
    Account account() {
        return account;
    }

    void account(Account newAccount, AccountFilter wanted, boolean cancels) {
        account = newAccount;
        filter = wanted;
        cancelsOnClose = cancels;
    }

    /** Returns which of its account's frames it wants. */
    AccountFilter filter() {
        return filter;
    }

    /** Returns where the client is. */
    String address() {
        return socket.remoteAddress().hostAddress();
    }

    boolean cancelsOnClose() {
        return cancelsOnClose;
    }

    /** Sends an event object as it is. */
    void event(String json) {
        answer(json);
    }

    /** Sets what becomes of the events and answers from here on. */
    void answers(Answers what) {
        answers = what;
    }

    private void answer(String message) {
        switch (answers) {
            case SENT -> write(message);
            case HALVED -> write(message.substring(0, message.length() / 2));
            case DROPPED -> {}
        }
    }

    /** Sends a frame of a public channel; {@code payload} is what comes after the channel's id. */
    void frame(int channelId, CharSequence payload) {
        if (mending || faults.idle() && delayed.isEmpty()) {
            numbered(channelId, payload);
        } else {
            faults.frame(this, channelId, payload.toString());
        }
    }

    /** Sends a frame with its number, whatever faults are in force. */
    void numbered(int channelId, CharSequence payload) {
        write(numberedText(channelId, payload));
        sendHeldBack();
    }

    private String numberedText(int channelId, CharSequence payload) {
        begin(channelId, written(channelId, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(++sequence);
        }
        return end();
    }

    /** Uses up a number without a frame. */
    void skipNumber(boolean ofAccount) {
        sequence++;
        accountSequence += ofAccount ? 1 : 0;
    }

    /**
     * Keeps a frame, numbered already, until the next one has left; false if one is kept so already.
     *
     * @param channelId 0 for the account's channel
     */
    boolean holdBack(int channelId, String payload) {
        if (heldBack != null) {
            return false;
        }
        String message = channelId == 0 ? accountText(payload, false) : numberedText(channelId, payload);
        heldBack = () -> {
            write(message);
            faults.mend(this, channelId); // two updates of one level may have changed places
        };
        return true;
    }

    private void sendHeldBack() {
        Runnable leave = heldBack;
        if (leave != null) {
            heldBack = null;
            leave.run();
        }
    }

    /** Sends what no fault may strike: a snapshot that mends what faults did. */
    void mend(Runnable snapshot) {
        mending = true;
        snapshot.run();
        mending = false;
    }

    /**
     * Lets a frame leave when its time has come, never before those of its channel that wait already.
     *
     * @param channelId 0 for the account's channel
     */
    void leave(int channelId, int size, long waitMillis, Runnable frame) {
        Lane waiting = delayed.get(channelId);
        if (waitMillis == 0 && waiting == null) {
            frame.run();
            return;
        }
        Lane lane = waiting == null ? new Lane() : waiting;
        delayed.put(channelId, lane);
        faults.after(lane.keep(frame, size, waitMillis, clockMillis.getAsLong()), () -> {
            lane.leaveFirst();
            if (!lane.hasWaiting()) {
                delayed.remove(channelId, lane);
            }
        });
    }

    /** Sends a frame of the account's channel that counts in both sequences. */
    void accountFrame(CharSequence payload, boolean syncing) {
        if (syncing || faults.idle() && delayed.isEmpty()) {
            accountNumbered(payload, syncing);
        } else {
            faults.accountFrame(this, payload.toString());
        }
    }

    /** Sends a frame of the account's channel, whatever faults are in force. */
    void accountNumbered(CharSequence payload, boolean syncing) {
        write(accountText(payload, syncing));
        sendHeldBack();
    }

    private String accountText(CharSequence payload, boolean syncing) {
        begin(0, written(0, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(++sequence).append(',').append(syncing ? 0 : ++accountSequence);
        }
        return end();
    }

    /** Sends the answer to a request, which has no number of its own and repeats the account's last one. */
    void answerFrame(CharSequence payload) {
        begin(0, written(0, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(accountSequence);
        }
        answer(end());
    }

    /** Most clients read numbers: only those who asked for text pay for it. */
    private CharSequence written(int channelId, CharSequence payload) {
        boolean decimals = has(Flags.DEC_S);
        boolean times = has(Flags.TIME_S);
        if (!decimals && !times) {
            return payload;
        }
        Channel channel = channels.get(channelId);
        return channelId == 0
                ? Notation.account(payload, decimals, times)
                : Notation.rewritten(channel == null ? null : channel.key(), payload, decimals, times);
    }

    private void begin(int channelId, CharSequence payload) {
        text.setLength(0);
        text.append('[').append(channelId).append(',').append(payload);
    }

    private String end() {
        if (has(Flags.TIMESTAMP)) {
            text.append(',').append(clockMillis.getAsLong());
        }
        return text.append(']').toString();
    }

    private void write(String message) {
        // The socket knows that it is closed before its close handler has told us.
        if (closed || socket.isClosed()) {
            return;
        }
        if (full) {
            unsent += message.length();
            if (unsent > limits.unsentMax()) {
                cut("unsent_characters=" + unsent);
                return;
            }
        }
        lastWrite = socket.writeTextMessage(message); // a failed write is a closed socket, which its close handler sees
        if (!full && !socket.isClosed() && socket.writeQueueFull()) {
            full = true;
            fullSinceMillis = clockMillis.getAsLong();
            unsent = 0;
            pressure.full();
            socket.drainHandler(_ -> relieve());
        }
    }

    private void relieve() {
        if (full) {
            full = false;
            unsent = 0;
            pressure.relieved();
        }
    }

    /** Cuts a subscriber whose socket has been full for too long. */
    void cutIfStuck(long nowMillis) {
        if (full && nowMillis - fullSinceMillis > limits.fullMillisMax()) {
            cut("full_millis=" + (nowMillis - fullSinceMillis));
        }
    }

    private void cut(String reason) {
        LOG.warn("subscriber_cut remote={} channels={} {}", socket.remoteAddress(), channels.size(), reason);
        closed();
        pressure.cut(this);
        SocketEnd.tooSlow(socket);
    }

    /** Takes no more inputs until {@link #resume}. */
    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }

    /** Cuts the line without a word, behind what was written already. */
    void cutOff() {
        closed();
        var _ = lastWrite.onComplete(_ -> SocketEnd.drop(socket));
    }

    /** Ends the connection from our side. */
    void close(short status, String reason) {
        var _ = socket.close(status, reason);
    }

    /** Forgets what waits for the socket. */
    void closed() {
        closed = true;
        relieve();
    }
}
