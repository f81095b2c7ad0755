package tradelab.contracts;

import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A typed request/reply address. The only place that knows both ends of a conversation.
 *
 * <p>Immutable and safe to share. Each request carries a {@link RequestHeader} in the message headers.
 *
 * @param <Q> the request
 * @param <R> the reply
 * @param address cluster-wide, dotted, ending in its version: {@code trading.order.submit.v1}
 */
public record Endpoint<Q, R>(String address, Wire<Q> request, Wire<R> reply) {
    private static final Logger LOG = System.getLogger(Endpoint.class.getName());

    /** An endpoint whose request and reply are JSON of the two records. */
    public static <Q, R> Endpoint<Q, R> json(String address, Class<Q> request, Class<R> reply) {
        return new Endpoint<>(address, Wire.json(request), Wire.json(reply));
    }

    /**
     * Sends a request and waits at most {@code timeout} for its reply.
     *
     * @return the reply, or a failure that is always a {@link ServiceException}; {@link FailureKind#TIMEOUT} means that
     *     the request may or may not have taken effect
     */
    public Future<R> call(EventBus bus, Q body, Duration timeout) {
        RequestHeader header = RequestHeader.within(timeout, System.currentTimeMillis());
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(timeout.toMillis());
        header.addTo(options);
        return bus.request(address, request.encode().apply(body), options)
                .map(message -> reply.read(message.body()))
                .recover(cause -> Future.failedFuture(ServiceException.of(cause)));
    }

    /**
     * Answers requests with {@code handler} until the returned consumer is unregistered. A request past its deadline is
     * not handed over: nobody waits for it any more, and running it late would surprise its sender.
     */
    public MessageConsumer<Object> serve(EventBus bus, Function<Q, Future<R>> handler) {
        return serve(bus, (request, header) -> handler.apply(request));
    }

    /** The same, for a handler that asks others and must keep to the sender's deadline. */
    public MessageConsumer<Object> serve(EventBus bus, BiFunction<Q, RequestHeader, Future<R>> handler) {
        return bus.consumer(address, message -> answer(message, handler));
    }

    private void answer(Message<Object> message, BiFunction<Q, RequestHeader, Future<R>> handler) {
        RequestHeader header;
        Q body;
        try {
            header = RequestHeader.read(message.headers());
            requireInTime(header);
            body = request.read(message.body());
        } catch (ServiceException e) {
            message.fail(e.kind().code(), e.getMessage());
            return;
        } catch (IllegalArgumentException e) {
            message.fail(FailureKind.INVALID_REQUEST.code(), e.getMessage());
            return;
        }
        Future.succeededFuture(body)
                .compose(value -> handler.apply(value, header))
                .onSuccess(answer -> message.reply(reply.encode().apply(answer)))
                .onFailure(cause -> {
                    ServiceException failure = ServiceException.of(cause);
                    if (failure.kind() == FailureKind.INTERNAL) {
                        LOG.log(Level.ERROR, () -> "event=handler_failed address=" + address, cause);
                    }
                    message.fail(failure.kind().code(), failure.getMessage());
                });
    }

    private static void requireInTime(RequestHeader header) {
        if (header.deadlineEpochMillis() < System.currentTimeMillis()) {
            throw new ServiceException(
                    FailureKind.TIMEOUT, "request " + header.requestId() + " came after its deadline");
        }
    }
}
