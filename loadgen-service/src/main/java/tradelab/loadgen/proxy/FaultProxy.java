package tradelab.loadgen.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.loadgen.guard.PinnedTarget;
import tradelab.loadgen.proxy.Fault.Direction;

/**
 * Listens on the loopback and passes everything on to one target, with whatever faults are in force. Owned by one event
 * loop.
 */
public final class FaultProxy {
    public static final int CONNECTIONS_MAX = 1_000;
    public static final int FAULTS_MAX = 16;

    private static final int CONNECT_MILLIS = 3_000;
    private static final int ACCEPT_BACKLOG = 256;

    private record InForce(Fault fault, long timer) {}

    private final Vertx vertx;
    private final String id;
    private final PinnedTarget target;
    private final long seed;
    private final LongSupplier nanoTime;
    private final NetClient client;
    private final NetServer server;
    private final Map<String, InForce> faults = new LinkedHashMap<>();
    private final Set<ProxiedConnection> connections = new HashSet<>();
    private int connecting;
    private long accepted;
    private long numbered;

    private FaultProxy(Vertx vertx, String id, PinnedTarget target, long seed, LongSupplier nanoTime) {
        this.vertx = vertx;
        this.id = id;
        this.target = target;
        this.seed = seed;
        this.nanoTime = nanoTime;
        this.client = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setReconnectAttempts(0)
                .setIdleTimeout(0)
                .setTcpNoDelay(true)
                .setRegisterWriteHandler(false));
        this.server = vertx.createNetServer(new NetServerOptions()
                        .setAcceptBacklog(ACCEPT_BACKLOG)
                        .setIdleTimeout(0)
                        .setTcpNoDelay(true)
                        .setRegisterWriteHandler(false))
                .connectHandler(this::accept);
    }

    /** @param port 0 for any that is free */
    public static Future<FaultProxy> start(
            Vertx vertx, String id, PinnedTarget target, int port, long seed, LongSupplier nanoTime) {
        FaultProxy proxy = new FaultProxy(vertx, id, target, seed, nanoTime);
        return proxy.server.listen(port, "127.0.0.1").map(proxy);
    }

    public String id() {
        return id;
    }

    public int port() {
        return server.actualPort();
    }

    public String target() {
        return target.url().authority();
    }

    public long seed() {
        return seed;
    }

    /** Returns how many connections are open. */
    public int connections() {
        return connections.size();
    }

    /** Returns how many connections were accepted since the beginning. */
    public long accepted() {
        return accepted;
    }

    /** Returns the faults in force by their ids. */
    public Map<String, Fault> faults() {
        Map<String, Fault> shown = new LinkedHashMap<>();
        faults.forEach((faultId, inForce) -> shown.put(faultId, inForce.fault));
        return shown;
    }

    /** Puts a fault into force, until it is over or {@link #heal healed}; returns its id. */
    public String harm(Fault fault) {
        var _ = Require.range("faults", faults.size(), 0, FAULTS_MAX - 1L);
        String faultId = "fault-" + ++numbered;
        long millis = Math.max(1, fault.timeToLive().toMillis());
        faults.put(faultId, new InForce(fault, vertx.setTimer(millis, _ -> end(faultId))));
        if (fault.kind() == Fault.Kind.RESET) {
            List.copyOf(connections).forEach(ProxiedConnection::reset);
        } else if (fault.kind() == Fault.Kind.HALF_OPEN) {
            connections.forEach(ProxiedConnection::halfOpen);
        }
        return faultId;
    }

    /** Ends a fault before its time. */
    public void heal(String faultId) {
        InForce inForce = faults.get(faultId);
        if (inForce == null) {
            throw new ServiceException(FailureKind.NOT_FOUND, "no fault '" + faultId + "' at proxy '" + id + "'");
        }
        var _ = vertx.cancelTimer(inForce.timer);
        end(faultId);
    }

    private void end(String faultId) {
        InForce ended = faults.remove(faultId);
        if (ended != null && ended.fault.kind() == Fault.Kind.HALF_OPEN) {
            List.copyOf(connections).forEach(ProxiedConnection::fellSilent);
        }
    }

    private List<Fault> inForce(Direction way) {
        return faults.values().stream()
                .map(InForce::fault)
                .filter(fault -> fault.direction().covers(way))
                .toList();
    }

    private void accept(NetSocket socket) {
        accepted++;
        if (connections.size() + connecting >= CONNECTIONS_MAX) {
            var _ = socket.close();
            return;
        }
        socket.pause();
        socket.exceptionHandler(_ -> {}); // what breaks before the target is reached is closed as well
        connecting++;
        client.connect(SocketAddress.inetSocketAddress(
                        target.url().port(), target.address().getHostAddress()))
                .onComplete(_ -> connecting--)
                .onFailure(_ -> socket.close())
                .onSuccess(opened -> join(socket, opened));
    }

    private void join(NetSocket socket, NetSocket opened) {
        ProxiedConnection[] joined = new ProxiedConnection[1];
        joined[0] = new ProxiedConnection(
                vertx, socket, opened, seed + accepted, this::inForce, nanoTime, () -> connections.remove(joined[0]));
        connections.add(joined[0]);
        joined[0].start();
        if (inForce(Direction.BOTH).stream().anyMatch(fault -> fault.kind() == Fault.Kind.RESET)) {
            joined[0].reset();
        }
    }

    /** Ends everything. */
    public Future<Void> close() {
        faults.values().forEach(inForce -> vertx.cancelTimer(inForce.timer));
        faults.clear();
        List.copyOf(connections).forEach(ProxiedConnection::close);
        return server.close().eventually(client::close);
    }
}
