package tradelab.loadgen.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import tradelab.loadgen.proxy.ChunkDecider.Then;
import tradelab.loadgen.proxy.Fault.Direction;

/** A client's connection and the one to the target that belongs to it. Owned by one event loop. */
final class ProxiedConnection {
    private final Vertx vertx;
    private final NetSocket client;
    private final NetSocket target;
    private final Function<Direction, List<Fault>> faults;
    private final Runnable gone;
    private final Pump up;
    private final Pump down;
    private boolean over;
    private boolean half;

    /**
     * Joins the two.
     *
     * @param seed of everything random in this connection
     * @param faults in force one way
     * @param gone hears once that both are closed
     */
    ProxiedConnection(
            Vertx vertx,
            NetSocket client,
            NetSocket target,
            long seed,
            Function<Direction, List<Fault>> faults,
            LongSupplier nanoTime,
            Runnable gone) {
        this.vertx = vertx;
        this.client = client;
        this.target = target;
        this.faults = faults;
        this.gone = gone;
        this.up = pump(client, target, new ChunkDecider(seed), Direction.UPSTREAM, nanoTime);
        this.down = pump(target, client, new ChunkDecider(~seed), Direction.DOWNSTREAM, nanoTime);
    }

    private Pump pump(NetSocket from, NetSocket to, ChunkDecider decider, Direction way, LongSupplier nanoTime) {
        return new Pump(vertx, from, to, decider, () -> faults.apply(way), nanoTime, then -> come(then, way));
    }

    void start() {
        up.start();
        down.start();
        client.closeHandler(_ -> {
            if (half) {
                close();
            } else {
                up.finish();
            }
        });
        target.closeHandler(_ -> {
            if (!half) {
                down.finish();
            }
        });
        // What broke is closed as well; the close handlers do the rest.
        client.exceptionHandler(_ -> {});
        target.exceptionHandler(_ -> {});
        client.resume();
    }

    private void come(Then then, Direction way) {
        switch (then) {
            case GO_ON -> {
                // nothing came of it
            }
            case CLOSE -> closeAfter(faults.apply(way));
            case RESET -> reset();
            case HALF_OPEN -> halfOpen();
        }
    }

    private void closeAfter(List<Fault> inForce) {
        long millis = inForce.stream()
                .filter(fault -> fault.kind() == Fault.Kind.SLOW_CLOSE)
                .mapToLong(Fault::amount)
                .max()
                .orElse(0);
        if (millis == 0) {
            close();
        } else {
            vertx.setTimer(millis, _ -> close());
        }
    }

    void close() {
        if (!over) {
            over = true;
            up.stop();
            down.stop();
            var _ = client.close();
            var _ = target.close();
            gone.run();
        }
    }

    /** A close that throws away what is under way, which the other side sees as a reset. */
    void reset() {
        abrupt(client);
        abrupt(target);
        close();
    }

    private static void abrupt(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        if (channel.isOpen()) {
            var _ = channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }

    void halfOpen() {
        if (!half && !over) {
            half = true;
            up.stop();
            down.stop();
            client.handler(_ -> {}); // read and thrown away
            abrupt(target);
            var _ = target.close();
        }
    }

    /** A half-open connection does not heal: when the fault is over its client learns of it. */
    void fellSilent() {
        if (half) {
            reset();
        }
    }
}
