package tradelab.marketdata.redis;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.marketdata.reconnect.Backoff;
import tradelab.marketdata.redis.RedisConnections.Clients;

/**
 * The pipelined connection to Redis that comes back by itself: a socket for commands and one for reads of many keys,
 * which come and go together.
 *
 * <p>The client has no command timer and no reconnect of its own. Here every command has a deadline; the first one that
 * passes it ends the connection, because whatever comes behind it would wait as well. Answers come in the order of the
 * commands, so looking at the oldest is enough: no timer for each command. A connection without commands is asked with
 * PING, so that a frozen server is found before somebody needs it. Each attempt uses a client of its own: closing a
 * client closes its socket, while a connection given back to a pool may be handed out frozen.
 *
 * <p>Commands may only be sent on the event loop that started it; everything that tells its state, from any thread.
 */
public final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final int ATTEMPTS_PER_MINUTE = 120;
    private static final int SWEEPS_PER_TIMEOUT = 5;

    private final RedisSettings settings;
    private final RedisMetrics metrics;
    private final Backoff backoff;
    private final Circuit reads;
    private final Circuit writes;
    private final ArrayDeque<Pending<?>> pending = new ArrayDeque<>();
    private @Nullable Vertx vertx;
    private @Nullable Context home;
    private @Nullable Clients clients;
    private volatile @Nullable Sockets connection;
    private volatile String problem = "not connected yet";
    private volatile int inFlight;
    private long lastAnswerNanos;
    private Runnable onConnected = () -> {};
    private boolean closed;

    /** What a command needs of Redis: a full one, or a replica, still answers reads. */
    public enum Kind {
        READ,
        WRITE
    }

    private record Sockets(RedisConnection commands, ReadSocket reads) {}

    private record Pending<T>(Promise<T> promise, int commands, long sentNanos, Sockets connection) {}

    public RedisLink(RedisSettings settings, RedisMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.backoff = new Backoff(
                settings.reconnectFirst(), settings.reconnectLongest(), ATTEMPTS_PER_MINUTE, new SplittableRandom());
        this.reads = circuit();
        this.writes = circuit();
        metrics.bind(this);
    }

    private Circuit circuit() {
        return new Circuit(settings.circuitFailures(), settings.reconnectFirst(), settings.reconnectLongest());
    }

    /** Connects from now on, with the event loop of the caller as its own. */
    public void start(Vertx owner, Runnable connected) {
        vertx = owner;
        home = owner.getOrCreateContext();
        onConnected = connected;
        long sweepMillis = Math.max(1, settings.commandTimeout().toMillis() / SWEEPS_PER_TIMEOUT);
        var _ = owner.setPeriodic(sweepMillis, _ -> sweep(System.nanoTime()));
        scheduleConnect(owner);
    }

    public boolean isUp() {
        return connection != null;
    }

    /** Returns why there is no connection, or an empty text. */
    public String problem() {
        return problem;
    }

    Circuit.State circuit(Kind kind) {
        return (kind == Kind.READ ? reads : writes).state();
    }

    /** Returns whether a command of this kind has a chance: connected, and not refused again and again. */
    public boolean usable(Kind kind) {
        return connection != null && circuit(kind) != Circuit.State.OPEN;
    }

    int inFlight() {
        return inFlight;
    }

    /** Runs {@code action} on the event loop of this link; after {@link #start}. */
    public void execute(Runnable action) {
        Context loop = home;
        if (loop != null) {
            loop.runOnContext(_ -> action.run());
        }
    }

    /** Sends one command whose answer is something. Fails with a {@link RedisException}. */
    public Future<Response> send(Kind kind, Request command) {
        return run(kind, 1, now -> now.commands.send(command));
    }

    /** Sends commands in one write. Fails with a {@link RedisException} if any of them does. */
    public Future<List<@Nullable Response>> batch(Kind kind, List<Request> commands) {
        return run(kind, commands.size(), now -> now.commands.batch(commands));
    }

    /**
     * Reads many keys at once, by the next {@link #flushReads}: what is under each, or null. Not ordered with what was
     * sent by {@link #send}. The buffers are parts of a larger one: to be decoded, not to be kept. Fails with a
     * {@link RedisException}.
     */
    public Future<List<@Nullable Buffer>> read(List<byte[]> keys) {
        return run(Kind.READ, 1, now -> now.reads.read(keys));
    }

    /** Sends the reads asked for meanwhile, in one write. */
    public void flushReads() {
        Sockets now = connection;
        if (now != null) {
            now.reads.flush();
        }
    }

    private <T> Future<T> run(Kind kind, int commands, Function<Sockets, Future<T>> work) {
        Sockets now = connection;
        long nowNanos = System.nanoTime();
        Circuit circuit = kind == Kind.READ ? reads : writes;
        if (now == null) {
            return refused(RedisFault.AWAY, "Redis is away: " + problem);
        }
        if (inFlight + commands > settings.inFlightMax()) {
            return refused(RedisFault.OVERLOADED, "Redis: " + inFlight + " commands are waiting already");
        }
        if (!circuit.allow(nowNanos)) {
            return refused(RedisFault.CIRCUIT_OPEN, "Redis refused too often: not asked again yet");
        }
        Promise<T> promise = Promise.promise();
        var sent = new Pending<>(promise, commands, nowNanos, now);
        pending.add(sent);
        count(commands);
        work.apply(now).onComplete(answer -> answered(circuit, sent, answer));
        return promise.future();
    }

    private <T> Future<T> refused(RedisFault fault, String message) {
        metrics.failed(fault);
        return Future.failedFuture(new RedisException(fault, message));
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer: the event loop
    private void count(int commands) {
        inFlight += commands;
    }

    private <T> void answered(Circuit circuit, Pending<T> sent, io.vertx.core.AsyncResult<T> answer) {
        if (!pending.remove(sent)) { // the head, unless the connection was given up meanwhile
            return;
        }
        count(-sent.commands);
        long nowNanos = System.nanoTime();
        if (answer.succeeded()) {
            lastAnswerNanos = nowNanos;
            metrics.answered(nowNanos - sent.sentNanos);
            circuit.succeeded();
            sent.promise.complete(answer.result());
            return;
        }
        RedisException failure = RedisException.of(answer.cause());
        metrics.failed(failure.fault());
        if (failure.fault().endsConnection()) {
            lost(sent.connection, String.valueOf(failure.getMessage()));
        } else if (failure.fault() != RedisFault.REFUSED) { // a refused command says nothing about the next one
            circuit.failed(nowNanos);
        }
        sent.promise.fail(failure);
    }

    private void sweep(long nowNanos) {
        Pending<?> oldest = pending.peek();
        Sockets now = connection;
        long timeoutNanos = settings.commandTimeout().toNanos();
        if (oldest != null && nowNanos - oldest.sentNanos > timeoutNanos) {
            metrics.failed(RedisFault.TIMEOUT);
            lost(
                    oldest.connection,
                    "no answer within " + settings.commandTimeout().toMillis() + " ms");
        } else if (oldest == null && now != null && nowNanos - lastAnswerNanos > timeoutNanos) {
            var _ = send(Kind.READ, RedisConnections.ping());
            var _ = run(Kind.READ, 1, sockets -> sockets.reads.ping());
        }
    }

    /** Ends the connection; what was waiting for an answer fails. */
    public Future<Void> close() {
        closed = true;
        connection = null;
        Clients now = clients;
        clients = null;
        failPending("closed");
        return now == null ? Future.succeededFuture() : now.close();
    }

    private void failPending(String reason) {
        List<Pending<?>> failing = List.copyOf(pending);
        pending.clear();
        count(-inFlight);
        for (Pending<?> one : failing) {
            one.promise.fail(new RedisException(RedisFault.AWAY, "Redis went away: " + reason));
        }
    }

    private void scheduleConnect(Vertx owner) {
        long delayMillis = Math.max(1, backoff.nextDelayMillis(TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
        var _ = owner.setTimer(delayMillis, _ -> connect(owner));
    }

    private void connect(Vertx owner) {
        if (closed) {
            return;
        }
        Clients attempt = RedisConnections.clients(owner, settings);
        clients = attempt;
        metrics.connecting();
        attempt.commands()
                .connect()
                .compose(made -> made.send(RedisConnections.ping()).map(made)) // a full or loading server refuses here
                .compose(made -> ReadSocket.open(attempt.reads(), settings).map(reads -> new Sockets(made, reads)))
                .timeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(made -> connected(attempt, made))
                .onFailure(cause -> {
                    if (clients == attempt) {
                        metrics.failed(RedisFault.of(cause));
                        retry(owner, attempt, RedisFault.of(cause) + ": " + cause.getMessage());
                    }
                });
    }

    private void connected(Clients attempt, Sockets made) {
        if (clients != attempt) {
            return;
        }
        made.commands.exceptionHandler(cause -> lost(made, String.valueOf(cause.getMessage())));
        made.commands.endHandler(_ -> lost(made, "connection closed"));
        lastAnswerNanos = System.nanoTime();
        reads.succeeded();
        writes.succeeded();
        connection = made;
        problem = "";
        backoff.succeeded();
        LOG.info("event=redis_connected host={} port={}", settings.host(), settings.port());
        onConnected.run();
        made.reads.onEnd(reason -> lost(made, reason));
    }

    private void lost(Sockets which, String reason) {
        Clients now = clients;
        Vertx owner = vertx;
        if (connection == which && !closed && now != null && owner != null) {
            retry(owner, now, reason);
        }
    }

    private void retry(Vertx owner, Clients failed, String reason) {
        if (!problem.equals(reason)) {
            LOG.warn("event=redis_away host={} port={} reason={}", settings.host(), settings.port(), reason);
        }
        connection = null;
        clients = null;
        problem = reason;
        failPending(reason);
        failed.close().onFailure(cause -> LOG.debug("event=redis_close_failed", cause));
        if (!closed) {
            scheduleConnect(owner);
        }
    }
}
