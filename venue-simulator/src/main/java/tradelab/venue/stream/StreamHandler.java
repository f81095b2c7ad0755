package tradelab.venue.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.runtime.http.SocketEnd;
import tradelab.venue.backoffice.Backoffice;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountObserver;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.fault.Fault;
import tradelab.venue.fault.FaultKind;
import tradelab.venue.fault.Faults;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketObserver;
import tradelab.venue.wire.Inputs;

/**
 * Serves {@code /ws/2}: accepts sockets, passes on what they say, and drops subscribers that do not keep up.
 *
 * <p>Runs on the event loop that owns the exchange.
 */
public final class StreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(StreamHandler.class);
    private static final short RESTART = 1012;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int WRITE_QUEUE_BYTES = 512 * 1024;
    private static final int FRAMES_PER_FLUSH_MAX = 256;
    private static final int RESTARTS = 20051;
    private static final int MAINTENANCE_BEGINS = 20060;
    private static final int MAINTENANCE_ENDS = 20061;

    private static final int CONNECTS_MAX = 20;
    private static final long CONNECTS_MILLIS = 60_000;

    private final StreamLimits limits;
    private final LongSupplier clockMillis;
    private final String serverId;
    private final Executor later;
    private final PublicStream publicStream;
    private final Pacer connects;
    private final InputFaults inputs;
    private final FrameFaults frames;
    private final AccountStream accountStream = new AccountStream();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int fullConnections;
    private int maintenances;
    private long cuts;
    private long lastHeartbeatMillis;

    @SuppressWarnings("NullAway.Init") // set by serve(), before any socket comes
    private Exchange exchange;

    @SuppressWarnings("NullAway.Init") // set by serve()
    private Subscriptions subscriptions;

    @SuppressWarnings("NullAway.Init") // set by serve()
    private Dialogue dialogue;

    /**
     * @param serverId shown to clients on connect
     * @param later runs a task after the current one, on the same event loop
     */
    public StreamHandler(
            StreamLimits limits, LongSupplier clockMillis, String serverId, Executor later, Faults faults) {
        this.later = later;
        this.publicStream = new PublicStream(clockMillis);
        this.inputs = new InputFaults(faults);
        this.frames = new FrameFaults(faults, publicStream::snapshot);
        faults.listen(frames);
        faults.listen(new Maintenance());
        this.connects = new Pacer(CONNECTS_MAX, CONNECTS_MILLIS);
        this.limits = limits;
        this.clockMillis = clockMillis;
        this.serverId = serverId;
    }

    /** Sets whose orders and markets are served; the exchange itself tells this handler's observers. */
    public void serve(Exchange served, Backoffice office) {
        exchange = served;
        subscriptions = new Subscriptions(served, publicStream, limits);
        office.observe(accountStream::offer);
        dialogue = new Dialogue(served, office, subscriptions, accountStream, limits, clockMillis, serverId);
    }

    public MarketObserver markets() {
        return publicStream;
    }

    public AccountObserver accounts() {
        return accountStream;
    }

    /** Returns how many connections follow the book of a market. */
    public int bookSubscribers(Market market) {
        return publicStream.bookSubscribers(market);
    }

    public int connections() {
        return connections.size();
    }

    /** Returns how many subscribers were cut because they did not read. */
    public long cuts() {
        return cuts;
    }

    /** Returns whether every socket takes more. */
    public boolean writable() {
        return fullConnections == 0;
    }

    /** Calls {@code resume} as soon as {@link #writable} is true. */
    public void whenWritable(Runnable resume) {
        waiting.add(resume);
        resumeWaiting();
    }

    /** Turns a request into the socket with this number. */
    public void handle(HttpServerRequest request, long number) {
        request.toWebSocket()
                .onSuccess(socket -> accept(socket, number))
                .onFailure(e -> LOG.debug("websocket_refused reason=\"{}\"", e.getMessage()));
    }

    /** Does what is due: tickers, heartbeats, slow subscribers. Call it once a second. */
    public void tick() {
        long now = clockMillis.getAsLong();
        publicStream.tickers();
        publicStream.statuses();
        if (now / 1000 % 2 == 0) {
            publicStream.slowBooks();
        }
        if (now - lastHeartbeatMillis >= limits.heartbeatMillis()) {
            lastHeartbeatMillis = now;
            publicStream.heartbeats();
            accountStream.heartbeats();
        }
        List.copyOf(connections).forEach(connection -> connection.cutIfStuck(now));
    }

    /** Tells every client that maintenance begins ({@code 20060}) or is over ({@code 20061}: subscribe again). */
    public void maintenance(boolean begins) {
        announce(
                begins ? MAINTENANCE_BEGINS : MAINTENANCE_ENDS,
                begins
                        ? "Entering in Maintenance mode. Please pause any activity and resume after receiving the info"
                                + " message 20061 (it should take 120 seconds at most)."
                        : "Maintenance ended. You can resume normal activity. It is advised to unsubscribe/subscribe"
                                + " again all channels.");
    }

    private void announce(int code, String text) {
        for (Connection connection : List.copyOf(connections)) {
            connection.event("{\"event\":\"info\",\"code\":" + code + ",\"msg\":\"" + text + "\"}");
        }
    }

    /** Tells every client that the server goes, and closes. */
    public void close() {
        announce(RESTARTS, "Stopping. Please try to reconnect");
        for (Connection connection : List.copyOf(connections)) {
            connection.close(RESTART, "restart");
        }
    }

    private final class Maintenance implements Faults.Listener {
        @Override
        public void begun(Fault fault) {
            if (fault.spec().kind() == FaultKind.MAINTENANCE && ++maintenances == 1) {
                maintenance(true);
            }
        }

        @Override
        public void ended(Fault fault) {
            if (fault.spec().kind() == FaultKind.MAINTENANCE && --maintenances == 0) {
                maintenance(false);
            }
        }
    }

    private void accept(ServerWebSocket socket, long number) {
        boolean paced =
                limits.paced() && !connects.tryTake(socket.remoteAddress().hostAddress(), clockMillis.getAsLong());
        if (paced || connections.size() >= limits.connectionsMax()) {
            var _ = socket.close(TRY_AGAIN_LATER, "too many connections");
            return;
        }
        var _ = socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        gatherWrites(socket);
        Connection connection = new Connection(socket, number, limits, clockMillis, frames, new Connection.Pressure() {
            @Override
            public void full() {
                fullConnections++;
            }

            @Override
            public void relieved() {
                fullConnections--;
                resumeWaiting();
            }

            @Override
            public void cut(Connection slow) {
                cuts++;
                later.execute(() -> closed(slow)); // not now: the one who writes may be going through its channels
            }
        });
        connections.add(connection);
        socket.textMessageHandler(text -> received(connection, text));
        socket.binaryMessageHandler(_ -> Dialogue.notUnderstood(connection));
        SocketEnd.explainTooBig(socket);
        socket.closeHandler(_ -> closed(connection));
        connection.event("{\"event\":\"info\",\"version\":2,\"serverId\":\"" + serverId + "\",\"platform\":{\"status\":"
                + (maintenances == 0 ? 1 : 0) + "}}");
    }

    /**
     * One system call for the frames of one turn of the loop, not one each: a busy book sends hundreds a turn. Vert.x has
     * no option for it, so Netty's own handler goes into the socket's pipeline.
     */
    private static void gatherWrites(ServerWebSocket socket) {
        if (socket instanceof WebSocketInternal internal) {
            var _ = internal.channelHandlerContext()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(FRAMES_PER_FLUSH_MAX, true));
        }
    }

    private void closed(Connection connection) {
        if (!connections.remove(connection)) {
            return; // cut before
        }
        connection.closed();
        frames.closed(connection);
        subscriptions.closeAll(connection);
        Account account = connection.account();
        if (account != null) {
            accountStream.remove(account, connection);
            if (connection.cancelsOnClose()) {
                JsonNode all = Inputs.read("{\"all\":1}");
                if (all != null) {
                    exchange.cancelMany(account, all, clockMillis.getAsLong(), _ -> {});
                    exchange.publish();
                }
            }
        }
    }

    private void resumeWaiting() {
        if (writable() && !waiting.isEmpty()) {
            List<Runnable> resumed = List.copyOf(waiting);
            waiting.clear();
            resumed.forEach(later::execute);
        }
    }

    private void received(Connection connection, String text) {
        JsonNode message = Inputs.read(text);
        inputs.pass(connection, message, () -> dialogue.answer(connection, message));
    }
}
