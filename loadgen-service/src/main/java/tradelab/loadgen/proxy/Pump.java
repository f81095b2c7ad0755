package tradelab.loadgen.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import tradelab.loadgen.proxy.ChunkDecider.Decision;
import tradelab.loadgen.proxy.ChunkDecider.Piece;
import tradelab.loadgen.proxy.ChunkDecider.Then;

/**
 * One way of a connection: takes bytes, asks what becomes of them, and passes them on when it is time. Holds a bounded
 * number of bytes; beyond it the sender is not read. Owned by one event loop.
 */
final class Pump {
    /** Bytes that were read and are not yet taken by the receiver. */
    static final int HELD_BYTES_MAX = 256 * 1024;

    private static final long MILLI = 1_000_000;

    private record Held(Buffer bytes, long atNanos) {}

    private final Vertx vertx;
    private final NetSocket from;
    private final NetSocket to;
    private final ChunkDecider decider;
    private final Supplier<List<Fault>> faults;
    private final LongSupplier nanoTime;
    private final Consumer<Then> then;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    private boolean timed;
    private boolean ended;
    private boolean paused;
    private Then whenEmpty = Then.GO_ON;

    /**
     * Makes one that does nothing yet.
     *
     * @param faults in force this way
     * @param then hears what the connection comes to, once what comes before it was passed on
     */
    Pump(
            Vertx vertx,
            NetSocket from,
            NetSocket to,
            ChunkDecider decider,
            Supplier<List<Fault>> faults,
            LongSupplier nanoTime,
            Consumer<Then> then) {
        this.vertx = vertx;
        this.from = from;
        this.to = to;
        this.decider = decider;
        this.faults = faults;
        this.nanoTime = nanoTime;
        this.then = then;
    }

    void start() {
        from.handler(this::take);
    }

    /** Passes on nothing more. */
    void stop() {
        ended = true;
        held.clear();
    }

    /** Tells that no more bytes come; what is held is still passed on. */
    void finish() {
        if (whenEmpty == Then.GO_ON) {
            whenEmpty = Then.CLOSE;
        }
        flush();
    }

    private void take(Buffer chunk) {
        if (ended || whenEmpty != Then.GO_ON) {
            return;
        }
        Decision decision = decider.decide(faults.get(), chunk.length(), nanoTime.getAsLong());
        for (Piece piece : decision.pieces()) {
            held.add(new Held(bytes(chunk, piece), piece.atNanos()));
            heldBytes += piece.to() - piece.from();
        }
        whenEmpty = decision.then();
        if (heldBytes > HELD_BYTES_MAX && !paused) {
            paused = true;
            from.pause();
        }
        flush();
    }

    private static Buffer bytes(Buffer chunk, Piece piece) {
        Buffer bytes = chunk.getBuffer(piece.from(), piece.to());
        if (piece.wrongByte() >= 0) {
            int at = piece.wrongByte() - piece.from();
            bytes.setByte(at, (byte) (bytes.getByte(at) ^ piece.mask()));
        }
        return bytes;
    }

    private void flush() {
        long now = nanoTime.getAsLong();
        while (!ended && !held.isEmpty() && held.element().atNanos <= now) {
            Buffer bytes = held.remove().bytes;
            to.write(bytes).onComplete(_ -> taken(bytes.length()));
        }
        if (ended) {
            return;
        }
        if (held.isEmpty()) {
            end();
        } else if (!timed) {
            timed = true;
            vertx.setTimer(Math.max(1, Math.ceilDiv(held.element().atNanos - now, MILLI)), _ -> {
                timed = false;
                flush();
            });
        }
    }

    private void end() {
        if (whenEmpty != Then.GO_ON) {
            ended = true;
            then.accept(whenEmpty);
        }
    }

    private void taken(int bytes) {
        heldBytes -= bytes;
        if (paused && heldBytes <= HELD_BYTES_MAX / 2) {
            paused = false;
            from.resume();
        }
    }
}
