package tradelab.trading;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tradelab.testing.Await;

/** Stands between a client and a venue's port, and does to connections what networks do. Thread-safe. */
final class SocketCut {
    /** What happens to the next bytes of a client that fit. */
    enum Mode {
        PASS,
        /** They are lost, and the connection with them. */
        CUT_BEFORE,
        /** They arrive; of what comes back nothing does, and the connection ends. */
        CUT_AFTER,
        /** There is nobody: connections end, and no new one comes. */
        DOWN
    }

    private final NetServer server;
    private final NetClient client;
    private final int port;
    private final Predicate<Buffer> fits;
    private final Set<NetSocket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile Mode mode = Mode.PASS;

    /** @param fits which bytes of a client may be struck, as they come from the socket */
    SocketCut(Vertx vertx, int port, Predicate<Buffer> fits) {
        this.port = port;
        this.fits = fits;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(1_000));
        this.server =
                Await.await(vertx.createNetServer().connectHandler(this::accept).listen(0, "127.0.0.1"));
    }

    int port() {
        return server.actualPort();
    }

    /** Strikes once, or until told otherwise if it is down. */
    void next(Mode now) {
        mode = now;
        if (now == Mode.DOWN) {
            connections.forEach(NetSocket::close);
        }
    }

    int cuts() {
        return cuts.get();
    }

    private void accept(NetSocket near) {
        if (mode == Mode.DOWN) {
            var _ = near.close();
            return;
        }
        near.pause();
        client.connect(port, "127.0.0.1").onFailure(_ -> near.close()).onSuccess(far -> join(near, far));
    }

    private void join(NetSocket near, NetSocket far) {
        boolean[] cutting = new boolean[1];
        connections.add(near);
        near.closeHandler(_ -> {
            connections.remove(near);
            far.close();
        });
        far.closeHandler(_ -> near.close());
        far.handler(bytes -> {
            if (cutting[0]) {
                near.close();
            } else {
                near.write(bytes);
            }
        });
        near.handler(bytes -> {
            Mode struck = fits.test(bytes) ? mode : Mode.PASS;
            if (struck != Mode.PASS) {
                mode = Mode.PASS;
                cuts.incrementAndGet();
                cutting[0] = true;
            }
            if (struck == Mode.CUT_BEFORE) {
                near.close();
            } else {
                far.write(bytes);
            }
        });
        near.resume();
    }
}
