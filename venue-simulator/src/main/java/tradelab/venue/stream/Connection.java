package tradelab.venue.stream;

import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.venue.exchange.Account;

/** One client's socket: its flags, sequence numbers, channels and account. Not thread-safe. */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final short TRY_AGAIN_LATER = 1013;

    /** Told when a socket becomes full or takes more again. */
    interface Pressure {
        void full();

        void relieved();
    }

    private final ServerWebSocket socket;
    private final StreamLimits limits;
    private final LongSupplier clockMillis;
    private final Pressure pressure;
    private final Map<Integer, Channel> channels = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder(256);
    private long flags;
    private long sequence;
    private long accountSequence;
    private @Nullable Account account;
    private boolean cancelsOnClose;
    private boolean full;
    private long fullSinceMillis;
    private long unsent;
    private boolean closed;

    Connection(ServerWebSocket socket, StreamLimits limits, LongSupplier clockMillis, Pressure pressure) {
        this.socket = socket;
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.pressure = pressure;
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

    void account(Account newAccount, boolean cancels) {
        account = newAccount;
        cancelsOnClose = cancels;
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
        write(json);
    }

    /** Sends a frame of a public channel; {@code payload} is what comes after the channel's id. */
    void frame(int channelId, CharSequence payload) {
        begin(channelId, written(channelId, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(++sequence);
        }
        end();
    }

    /** Sends a frame of the account's channel that counts in both sequences. */
    void accountFrame(CharSequence payload, boolean syncing) {
        begin(0, written(0, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(++sequence).append(',').append(syncing ? 0 : ++accountSequence);
        }
        end();
    }

    /** Sends the answer to a request, which has no number of its own and repeats the account's last one. */
    void answerFrame(CharSequence payload) {
        begin(0, written(0, payload));
        if (has(Flags.SEQ_ALL)) {
            text.append(',').append(accountSequence);
        }
        end();
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

    private void end() {
        if (has(Flags.TIMESTAMP)) {
            text.append(',').append(clockMillis.getAsLong());
        }
        write(text.append(']').toString());
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
        var _ = socket.writeTextMessage(message); // a failed write is a closed socket, which its close handler sees
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
        var _ = socket.close(TRY_AGAIN_LATER, "too slow");
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
