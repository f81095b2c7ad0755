package tradelab.venue.taiwan.stream;

import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.runtime.http.SocketEnd;
import tradelab.venue.fault.Lane;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.Report;

/** One client's socket, its channels and its account. Not thread-safe. */
final class TaiwanConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanConnection.class);
    private static final long UNSENT_CHARACTERS_MAX = 16 * 1024 * 1024;
    private static final long FULL_MILLIS_MAX = 15_000;

    private final ServerWebSocket socket;
    private final long number;
    private @Nullable Account account;
    private List<Report> missed = List.of();
    private long reportsAfter;
    private boolean closed;
    private long fullSinceMillis;
    private long unsent;
    private Future<Void> lastWrite = Future.succeededFuture();

    final Channel snapshots = new Channel("snapshots");
    final Channel trades = new Channel("trades");
    final Channel status = new Channel("status");

    /** What a connection follows on a channel, and what it has not got yet. */
    static final class Channel {
        final String name;
        private @Nullable BitSet followed;

        /** Securities whose first row is not sent. */
        BitSet first = new BitSet();

        /** Securities that changed since their last row. */
        BitSet changed = new BitSet();

        final Lane lane = new Lane();

        private long sequence;

        Channel(String name) {
            this.name = name;
        }

        void follow(BitSet symbols) {
            followed = symbols;
            first = (BitSet) symbols.clone();
            changed = new BitSet();
        }

        void leave() {
            followed = null;
            first.clear();
            changed.clear();
        }

        boolean follows(int index) {
            return followed != null && followed.get(index);
        }

        boolean isFollowed() {
            return followed != null;
        }

        /** Adds what changed to what is owed. */
        void owe(BitSet dirty) {
            if (followed != null) {
                changed.or(dirty);
                changed.and(followed);
            }
        }

        /** Owes everything that is followed, as to a new subscriber. */
        void oweAll() {
            if (followed != null) {
                first.or(followed);
            }
        }

        long nextSequence() {
            return ++sequence;
        }
    }

    /** What faults keep back of the account's reports. */
    final Lane reports = new Lane();

    TaiwanConnection(ServerWebSocket socket, long number) {
        this.socket = socket;
        this.number = number;
    }

    /** Returns its number among all connections of the venue. */
    long number() {
        return number;
    }

    @Nullable
    Account account() {
        return account;
    }

    /** Logs in; reports up to {@code upTo} are either known to the client or among {@code missing}. */
    void account(Account newAccount, long upTo, List<Report> missing) {
        account = newAccount;
        reportsAfter = upTo;
        missed = missing;
    }

    /** Reports with this sequence or a lower one are not sent as they happen. */
    long reportsAfter() {
        return reportsAfter;
    }

    /** Returns what the client missed before it logged in, once. */
    List<Report> takeMissed() {
        List<Report> taken = missed;
        missed = List.of();
        return taken;
    }

    @Nullable
    Channel channel(String name) {
        return switch (name) {
            case "snapshots" -> snapshots;
            case "trades" -> trades;
            case "status" -> status;
            default -> null;
        };
    }

    /** Whether the socket takes more without waiting. */
    boolean isWritable() {
        return !closed && !socket.isClosed() && !socket.writeQueueFull();
    }

    void send(String text) {
        if (closed || socket.isClosed()) {
            return;
        }
        if (socket.writeQueueFull()) {
            unsent += text.length();
            if (unsent > UNSENT_CHARACTERS_MAX) {
                cut("unsent_characters=" + unsent);
                return;
            }
        } else {
            unsent = 0;
        }
        lastWrite = socket.writeTextMessage(text); // a failed write is a closed socket, which its close handler sees
    }

    /** Cuts a client whose socket takes nothing for too long. */
    void cutIfStuck(long wallMillis) {
        if (closed || socket.isClosed() || !socket.writeQueueFull()) {
            fullSinceMillis = 0;
        } else if (fullSinceMillis == 0) {
            fullSinceMillis = wallMillis;
        } else if (wallMillis - fullSinceMillis > FULL_MILLIS_MAX) {
            cut("full_millis=" + (wallMillis - fullSinceMillis));
        }
    }

    /** Takes no more requests until {@link #resume}. */
    void pause() {
        var _ = socket.pause();
    }

    void resume() {
        var _ = socket.resume();
    }

    /** Cuts the line without a word, behind what was written already. */
    void cutOff() {
        closed = true;
        var _ = lastWrite.onComplete(_ -> SocketEnd.drop(socket));
    }

    void close(short status, String reason) {
        closed = true;
        var _ = socket.close(status, reason);
    }

    void closed() {
        closed = true;
    }

    private void cut(String reason) {
        LOG.warn("subscriber_cut remote={} {}", socket.remoteAddress(), reason);
        closed = true;
        SocketEnd.tooSlow(socket);
    }
}
