package tradelab.loadgen.protocol;

import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.function.LongSupplier;
import tradelab.contracts.FailureKind;
import tradelab.contracts.RequestHeader;
import tradelab.loadgen.engine.EnginePlan;
import tradelab.loadgen.engine.ErrorKind;
import tradelab.loadgen.engine.Protocol.Home;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.Request;

/**
 * Requests over the event bus, or publications, which are answered as soon as they are handed over. A slot is a permit.
 * A failure of the receiver is an answer with its code; no receiver at all is one with status 503. Owned by one event
 * loop, which must be one of the bus's own.
 */
final class BusExchange implements Requester {
    /** Tells an answer's status by its body. */
    @FunctionalInterface
    interface Status {
        Status OK = (_, _) -> 200;

        /** @throws IllegalArgumentException if it is none of the expected kind */
        int of(String address, Buffer body);
    }

    private static final int STATUS_MIN = 100;

    private final EnginePlan plan;
    private final Home home;
    private final EventBus bus;
    private final String address;
    private final boolean publishes;
    private final Status status;
    private final LongSupplier epochMillis;
    private final long timeoutMillis;
    /** By slot: counts up when it is closed, so that an answer which comes later belongs to nobody. */
    private final int[] generation;

    private long requests;

    BusExchange(EnginePlan plan, Home home, TargetUrl url, Status status, LongSupplier epochMillis) {
        this.plan = plan;
        this.home = home;
        this.bus = home.vertx().eventBus();
        this.address = url.host();
        this.publishes = url.scheme() == TargetUrl.Scheme.PUBLISH;
        this.status = status;
        this.epochMillis = epochMillis;
        this.timeoutMillis = Math.max(1, plan.timeoutNanos() / 1_000_000);
        this.generation = new int[plan.connections()];
    }

    @Override
    public void connect(int slot) {
        int now = generation[slot];
        home.context().runOnContext(_ -> {
            if (generation[slot] == now) {
                home.answers().connected(slot);
            }
        });
    }

    @Override
    public void send(int slot, int operation, long sequence, long recent) {
        send(slot, address, Buffer.buffer(plan.mix().body(operation, sequence, recent)));
    }

    /** The path is the address, after a slash. */
    @Override
    public void send(int slot, Request request) {
        send(slot, request.path().substring(1), Buffer.buffer(request.body()));
    }

    private void send(int slot, String to, Buffer body) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeoutMillis);
        new RequestHeader("load-" + plan.stripe() + "-" + requests++, epochMillis.getAsLong() + timeoutMillis)
                .addTo(options);
        int now = generation[slot];
        home.answers().moved(body.length());
        if (publishes) {
            var _ = bus.publish(to, body, options);
            home.context().runOnContext(_ -> {
                if (generation[slot] == now) {
                    home.answers().answered(slot, 200, true);
                }
            });
            return;
        }
        bus.<Buffer>request(to, body, options).onComplete(reply -> {
            if (generation[slot] == now) {
                ended(slot, to, reply);
            }
        });
    }

    private void ended(int slot, String from, AsyncResult<Message<Buffer>> reply) {
        if (reply.succeeded()) {
            answered(slot, from, reply.result().body());
        } else if (reply.cause() instanceof ReplyException failure
                && failure.failureType() == ReplyFailure.RECIPIENT_FAILURE) {
            int code = failure.failureCode();
            home.answers().answered(slot, code < STATUS_MIN || code >= ErrorKind.COUNT ? 500 : code, true);
        } else if (reply.cause() instanceof ReplyException failure && failure.failureType() == ReplyFailure.TIMEOUT) {
            home.answers().failed(slot, ErrorKind.TIMEOUT, "no reply within " + timeoutMillis + " ms");
        } else {
            home.answers().answered(slot, FailureKind.UNAVAILABLE.code(), true);
        }
    }

    private void answered(int slot, String from, Object body) {
        int code;
        if (body instanceof Buffer bytes) {
            home.answers().moved(bytes.length());
        }
        try {
            code = body instanceof Buffer buffer ? status.of(from, buffer) : 200;
        } catch (IllegalArgumentException e) {
            home.answers().failed(slot, ErrorKind.MALFORMED, "malformed reply: " + Connecting.reason(e));
            return;
        }
        home.answers().answered(slot, code, true);
    }

    @Override
    public void close(int slot) {
        generation[slot]++;
    }
}
