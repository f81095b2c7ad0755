package tradelab.venue.taiwan.stream;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.Json;
import tradelab.runtime.http.SocketEnd;
import tradelab.venue.fault.Faults;
import tradelab.venue.rest.RestFaults;
import tradelab.venue.taiwan.exchange.Account;
import tradelab.venue.taiwan.exchange.ExchangeObserver;
import tradelab.venue.taiwan.exchange.Execution;
import tradelab.venue.taiwan.exchange.OrderView;
import tradelab.venue.taiwan.exchange.Report;
import tradelab.venue.taiwan.exchange.TaiwanExchange;
import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.session.Phase;

/**
 * Serves {@code /taiwan/ws/1}: accepts sockets, hands requests on, and publishes what happened since the last time.
 *
 * <p>Runs on the event loop that owns the exchange.
 */
public final class TaiwanStream {
    private static final Logger LOG = LoggerFactory.getLogger(TaiwanStream.class);
    private static final short RESTART = 1012;
    private static final short TRY_AGAIN_LATER = 1013;
    private static final int CONNECTIONS_MAX = 1_000;
    private static final int WRITE_QUEUE_BYTES = 1024 * 1024;
    private static final long HEARTBEAT_MILLIS = 5_000;
    static final int PROTOCOL = 1;

    private static final RestFaults.Refusals REFUSALS = new RestFaults.Refusals(
            new RestFaults.Answer(429, "{\"error\":\"RATE_LIMITED\"}"),
            new RestFaults.Answer(503, "{\"error\":\"UNAVAILABLE\"}"),
            new RestFaults.Answer(503, "{\"error\":\"UNAVAILABLE\"}"));

    private record Told(Account account, Report report) {}

    private final TaiwanExchange exchange;
    private final RequestHandler requests;
    private final RequestFaults inputs;
    private final FeedFaults feed;
    private final RestFaults gate;
    private final Rows rows;
    private final LongSupplier wallMillis;
    private final Runnable catchUp;
    private final String server;
    private final String clockSpeed;
    private final Set<TaiwanConnection> connections = new LinkedHashSet<>();
    private final List<Told> reports = new ArrayList<>();
    private final List<Row> trades = new ArrayList<>();
    private final List<Row> statuses = new ArrayList<>();
    private final BitSet dirty = new BitSet();
    private long heartbeatMillis;
    private long snapshotsSent;

    /**
     * @param catchUp brings the exchange to the market's time before a request is decided
     * @param server shown to clients on connect
     * @param gate lets handshakes through
     */
    public TaiwanStream(
            TaiwanExchange exchange,
            LongSupplier wallMillis,
            Runnable catchUp,
            String server,
            String clockSpeed,
            Faults faults,
            RestFaults gate) {
        this.gate = gate;
        this.exchange = exchange;
        this.wallMillis = wallMillis;
        this.catchUp = catchUp;
        this.server = server;
        this.clockSpeed = clockSpeed;
        rows = new Rows(exchange.markets());
        inputs = new RequestFaults(faults, exchange.ledger()::arrivals);
        requests = new RequestHandler(exchange, wallMillis, clockSpeed, inputs);
        feed = new FeedFaults(faults, exchange.markets(), wallMillis, this::sendOwed);
        faults.listen(feed);
        exchange.observe(new Observer());
    }

    public int connections() {
        return connections.size();
    }

    /** Snapshot rows sent to all connections so far. */
    public long snapshotsSent() {
        return snapshotsSent;
    }

    /** Turns a request into a socket. */
    public void handle(HttpServerRequest request) {
        gate.handshake(
                request,
                REFUSALS,
                number -> request.toWebSocket()
                        .onSuccess(socket -> accept(socket, number))
                        .onFailure(e -> LOG.debug("websocket_refused reason=\"{}\"", e.getMessage())));
    }

    /** Sends everything that happened since the last call. */
    public void publish() {
        flushReports();
        for (TaiwanConnection connection : List.copyOf(connections)) {
            sendRows(connection, connection.trades, trades, false);
            sendRows(connection, connection.status, statuses, false);
            connection.snapshots.owe(dirty);
            sendSnapshots(connection);
        }
        trades.clear();
        statuses.clear();
        dirty.clear();
        long now = wallMillis.getAsLong();
        boolean beats = now - heartbeatMillis >= HEARTBEAT_MILLIS;
        heartbeatMillis = beats ? now : heartbeatMillis;
        for (TaiwanConnection connection : List.copyOf(connections)) {
            if (beats) {
                connection.send(json(new Replies.Heartbeat("heartbeat", exchange.nowMillis())));
            }
            connection.cutIfStuck(now);
        }
    }

    /** Closes every connection, as a venue that stops. */
    public void close() {
        List.copyOf(connections).forEach(connection -> connection.close(RESTART, "restart"));
    }

    private void accept(ServerWebSocket socket, long number) {
        if (connections.size() >= CONNECTIONS_MAX) {
            var _ = socket.close(TRY_AGAIN_LATER, "too many connections");
            return;
        }
        var _ = socket.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        TaiwanConnection connection = new TaiwanConnection(socket, number);
        connections.add(connection);
        socket.textMessageHandler(text -> received(connection, text));
        socket.binaryMessageHandler(_ -> connection.send(RequestHandler.notText()));
        SocketEnd.explainTooBig(socket);
        socket.closeHandler(_ -> {
            connection.closed();
            feed.closed(connection);
            connections.remove(connection);
        });
        connection.send(json(new Replies.Hello(
                "hello",
                PROTOCOL,
                server,
                exchange.nowMillis(),
                wallMillis.getAsLong(),
                clockSpeed,
                exchange.phase().name(),
                exchange.markets().size())));
    }

    private void received(TaiwanConnection connection, String text) {
        RequestHandler.Request request = RequestHandler.read(text);
        inputs.pass(
                connection,
                request,
                () -> {
                    catchUp.run();
                    flushReports(); // what happened before this request
                    return requests.answer(connection, request);
                },
                () -> {
                    flushReports();
                    sendOwed(connection);
                });
    }

    private void sendOwed(TaiwanConnection connection) {
        if (!connection.snapshots.first.isEmpty()) {
            sendSnapshots(connection);
        }
        if (!connection.status.first.isEmpty()) {
            sendStates(connection);
        }
    }

    private void flushReports() {
        for (TaiwanConnection connection : List.copyOf(connections)) {
            replay(connection);
        }
        for (Told told : reports) {
            String text = json(told.report());
            for (TaiwanConnection connection : List.copyOf(connections)) {
                if (connection.account() == told.account() && told.report().sequence() > connection.reportsAfter()) {
                    feed.report(connection, told.report(), text);
                }
            }
        }
        reports.clear();
    }

    /** Sends a client that just logged in what it missed; later reports then begin behind that. */
    private static void replay(TaiwanConnection connection) {
        for (Report missed : connection.takeMissed()) {
            connection.send(json(missed));
        }
    }

    private void sendSnapshots(TaiwanConnection connection) {
        TaiwanConnection.Channel channel = connection.snapshots;
        while (connection.isWritable() && !channel.first.isEmpty()) {
            sendSnapshots(connection, channel.first, true);
        }
        while (connection.isWritable() && !channel.changed.isEmpty()) {
            sendSnapshots(connection, channel.changed, false);
        }
    }

    private void sendSnapshots(TaiwanConnection connection, BitSet owed, boolean full) {
        List<Row> due = new ArrayList<>(Frame.ROWS_MAX);
        for (int i = owed.nextSetBit(0); i >= 0 && due.size() < Frame.ROWS_MAX; i = owed.nextSetBit(i + 1)) {
            due.add(new Row(i, rows.snapshot(i)));
            owed.clear(i);
            if (full) {
                connection.snapshots.changed.clear(i);
            }
        }
        snapshotsSent += due.size();
        String head = (full ? "\"full\":true," : "") + "\"marketTime\":" + exchange.nowMillis() + ",";
        feed.frame(connection, new Frame(connection.snapshots, head, full, due));
    }

    private void sendStates(TaiwanConnection connection) {
        List<Row> states = new ArrayList<>();
        states.add(new Row(
                -1, Rows.status("*", exchange.nowMillis(), exchange.phase().name())));
        BitSet owed = connection.status.first;
        for (int i = owed.nextSetBit(0); i >= 0; i = owed.nextSetBit(i + 1)) {
            SecurityMarket market = exchange.markets().get(i);
            if (market.state() != SecurityState.TRADING) {
                states.add(new Row(
                        i,
                        Rows.status(
                                market.security().code(),
                                market.updatedMillis(),
                                market.state().name())));
            }
        }
        owed.clear();
        sendRows(connection, connection.status, states, true);
    }

    private void sendRows(TaiwanConnection connection, TaiwanConnection.Channel channel, List<Row> all, boolean first) {
        if (all.isEmpty() || !channel.isFollowed()) {
            return;
        }
        List<Row> due = all.stream()
                .filter(row -> row.index() < 0 || channel.follows(row.index()))
                .toList();
        for (int from = 0; from < due.size(); from += Frame.ROWS_MAX) {
            List<Row> part = due.subList(from, Math.min(due.size(), from + Frame.ROWS_MAX));
            feed.frame(connection, new Frame(channel, "", first, part));
        }
    }

    private static String json(Object message) {
        return Json.write(message).toString();
    }

    private static String json(Report report) {
        OrderView order = report.order();
        Execution execution = report.execution();
        if (order != null) {
            return json(new Replies.OrderReport("order", report.sequence(), order));
        }
        String text = json(execution == null ? new Replies.Nothing() : execution);
        return "{\"type\":\"execution\",\"sequence\":" + report.sequence() + "," + text.substring(1);
    }

    private final class Observer implements ExchangeObserver {
        @Override
        public void report(Account account, Report report) {
            reports.add(new Told(account, report));
        }

        @Override
        public void traded(SecurityMarket market, Trade trade) {
            boolean heard = connections.stream().anyMatch(each -> each.trades.isFollowed());
            if (heard) {
                trades.add(new Row(exchange.index(market.security().code()), Rows.trade(market, trade)));
            }
        }

        @Override
        public void state(SecurityMarket market, SecurityState state, long nowMillis) {
            String code = market.security().code();
            statuses.add(new Row(exchange.index(code), Rows.status(code, nowMillis, state.name())));
        }

        @Override
        public void phase(Phase phase, long nowMillis) {
            statuses.add(new Row(-1, Rows.status("*", nowMillis, phase.name())));
        }

        @Override
        public void changed(int index) {
            dirty.set(index);
        }
    }
}
