package tradelab.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.marketdata.BookRequest;
import tradelab.contracts.trading.OrderRef;

class EndpointTest {
    private static final Endpoint<OrderRef, BookRequest> ENDPOINT =
            Endpoint.json("test.endpoint.v1", OrderRef.class, BookRequest.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final OrderRef REQUEST = new OrderRef("a", "c");
    private static final BookRequest REPLY = new BookRequest(Instrument.parse("TWSE:2330"), 5);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void carriesARequestThereAndTheReplyBack() throws Exception {
        serve(request -> Future.succeededFuture(request.equals(REQUEST) ? REPLY : null));

        assertThat(await(ENDPOINT.call(vertx.eventBus(), REQUEST, TIMEOUT))).isEqualTo(REPLY);
    }

    @Test
    void aFailureKeepsItsKindAndMessage() throws Exception {
        serve(_ref -> Future.failedFuture(new ServiceException(FailureKind.CONFLICT, "clientOrderId: used before")));

        ServiceException failure = failure(ENDPOINT.call(vertx.eventBus(), REQUEST, TIMEOUT));

        assertThat(failure.kind()).isEqualTo(FailureKind.CONFLICT);
        assertThat(failure).hasMessage("clientOrderId: used before");
    }

    @Test
    void nobodyThereIsUnavailableAndNoAnswerIsATimeout() throws Exception {
        assertThat(failure(ENDPOINT.call(vertx.eventBus(), REQUEST, TIMEOUT)).kind())
                .isEqualTo(FailureKind.UNAVAILABLE);

        serve(_ref -> io.vertx.core.Promise.<BookRequest>promise().future());

        assertThat(failure(ENDPOINT.call(vertx.eventBus(), REQUEST, Duration.ofMillis(50)))
                        .kind())
                .isEqualTo(FailureKind.TIMEOUT);
    }

    @Test
    void aRequestPastItsDeadlineIsNotRun() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        serve(_ref -> {
            runs.incrementAndGet();
            return Future.succeededFuture(REPLY);
        });
        DeliveryOptions late =
                new DeliveryOptions().addHeader("request-id", "r-1").addHeader("deadline", "1");

        ServiceException failure = failure(vertx.eventBus().request(ENDPOINT.address(), Json.write(REQUEST), late));

        assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aMalformedRequestIsRefusedWithItsField() throws Exception {
        serve(_ref -> Future.succeededFuture(REPLY));
        DeliveryOptions header = new DeliveryOptions()
                .addHeader("request-id", "r-1")
                .addHeader("deadline", Long.toString(Long.MAX_VALUE));

        ServiceException body =
                failure(vertx.eventBus().request(ENDPOINT.address(), Buffer.buffer("{\"account\":1}"), header));
        ServiceException noHeader = failure(vertx.eventBus().request(ENDPOINT.address(), Json.write(REQUEST)));
        ServiceException text = failure(vertx.eventBus().request(ENDPOINT.address(), "text", header));

        assertThat(body.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(body).hasMessageContaining("account: expected text");
        assertThat(noHeader).hasMessageContaining("request-id: expected");
        assertThat(text).hasMessageContaining("body: expected a buffer");
    }

    private void serve(java.util.function.Function<OrderRef, Future<BookRequest>> handler) throws Exception {
        await(ENDPOINT.serve(vertx.eventBus(), handler).completion());
    }

    private static ServiceException failure(Future<?> future) throws Exception {
        return await(future.map(result -> new ServiceException(FailureKind.INTERNAL, "replied " + result))
                .recover(cause -> Future.succeededFuture(ServiceException.of(cause))));
    }
}
