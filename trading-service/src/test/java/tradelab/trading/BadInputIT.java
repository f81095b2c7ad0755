package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.Endpoint;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.Wire;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.BadInputs.Bad;

/** Generated nonsense over HTTP and the bus: refused with what is wrong, never a defect, never an order. */
class BadInputIT {
    private static final Wire<Buffer> RAW = new Wire<>(body -> body, body -> body);
    private static final int AT_ONCE = 50;
    private static final int KINDS = 10;
    private static final int COLLECTIONS = 3;
    /** Less than 100 bytes for each of 90,000 inputs. */
    private static final long HEAP_GROWTH_MAX = 8L << 20;

    private static final String ORDERS = "/api/v1/orders";

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(exchange, Map.of());

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void refusesTenThousandBadInputsAndTakesAGoodOneAfterThem() {
        refuses(10_000);
    }

    @Test
    @Tag("deep")
    void refusesAHundredThousandBadInputs() {
        refuses(100_000);
    }

    private void refuses(int inputs) {
        Random random = new Random(20_261_121L);
        long began = System.nanoTime();
        long heapBefore = 0;
        for (int done = 0; done < inputs; done += AT_ONCE) {
            List<Future<?>> checks = new ArrayList<>(AT_ONCE);
            for (int i = 0; i < AT_ONCE; i++) {
                checks.add(check(i % KINDS, random));
            }
            var _ = await(Future.all(checks));
            if (heapBefore == 0 && done >= inputs / 10) {
                heapBefore = heapAfterCollection();
            }
        }
        long heapAfter = heapAfterCollection();
        System.out.printf(
                "bad input: %,d inputs in %.1f s, heap %d KiB after a tenth of them, %d KiB at the end%n",
                inputs, (System.nanoTime() - began) / 1e9, heapBefore >> 10, heapAfter >> 10);
        assertThat(heapAfter - heapBefore).as("bytes kept").isLessThan(HEAP_GROWTH_MAX);
        assertThat(bench.summary().getInteger("total")).isZero();
        assertThat(bench.get("/api/v1/kill-switch").json().getJsonArray("switches"))
                .isEmpty();
        assertThat(bench.get("/api/v1/limits").json().getJsonArray("limits")).isEmpty();
        assertThat(await(bench.submit("good", "6400")).status()).isEqualTo(201);
    }

    private Future<?> check(int kind, Random random) {
        return switch (kind) {
            case 0 -> overBus(TradingApi.SUBMIT_ORDER.address(), BadInputs.order(random));
            case 1 -> overBus(TradingApi.SUBMIT_ORDERS.address(), BadInputs.orders(random));
            case 2 -> overHttp(HttpMethod.POST, ORDERS + "/bulk", BadInputs.orders(random));
            case 3 -> overHttp(HttpMethod.POST, ORDERS, BadInputs.order(random));
            case 4 -> overHttp(HttpMethod.PATCH, ORDERS + "/a1/bad", BadInputs.terms(random));
            case 5 -> overBus(TradingApi.AMEND_ORDER.address(), BadInputs.amendment(random));
            case 6 ->
                overBus(
                        random.nextBoolean() ? TradingApi.CANCEL_ORDER.address() : TradingApi.CANCEL_ORDERS.address(),
                        BadInputs.cancellation(random));
            case 7 -> overHttp(HttpMethod.PUT, "/api/v1/kill-switch/global/all", BadInputs.kill(random));
            case 8 -> overHttp(HttpMethod.PUT, "/api/v1/limits/account/a1", BadInputs.limits(random));
            default -> {
                BadInputs.Call call = BadInputs.call(random);
                yield overHttp(call.method(), call.path(), new Bad("", call.named()));
            }
        };
    }

    /** Returns what is used after several collections, the least of them: finalizers and caches settle meanwhile. */
    private static long heapAfterCollection() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private Future<?> overHttp(HttpMethod method, String path, Bad bad) {
        return bench.send(method, path, bad.body()).map(answer -> {
            String shown = method + " " + path + " " + shown(bad.body());
            assertThat(answer.status()).as(shown).isEqualTo(400);
            assertThat(answer.json().getString("error")).isEqualTo("INVALID_REQUEST");
            assertThat(answer.json().getString("message")).as(shown).contains(bad.named());
            return answer;
        });
    }

    private Future<?> overBus(String address, Bad bad) {
        String body = bad.body();
        return new Endpoint<>(address, RAW, RAW)
                .call(
                        bench.host().vertx().eventBus(),
                        Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)),
                        Duration.ofSeconds(20))
                .transform(answered -> {
                    assertThat(answered.cause()).as(shown(body)).isInstanceOf(ServiceException.class);
                    ServiceException refusal = ServiceException.of(answered.cause());
                    assertThat(refusal.kind()).as(shown(body)).isEqualTo(FailureKind.INVALID_REQUEST);
                    assertThat(refusal.getMessage()).as(shown(body)).contains(bad.named());
                    return Future.succeededFuture();
                });
    }

    @Test
    void refusesBodiesThatAreTooLargeAndNumbersOfAMillionDigits() {
        String digits = "9".repeat(1_000_000);
        Bad number = new Bad(BadInputs.order("\"price\":" + digits), "");
        Bad text = new Bad(BadInputs.order("\"price\":\"" + digits + "\""), "price");
        var _ = await(overBus(TradingApi.SUBMIT_ORDER.address(), number));
        var _ = await(overBus(TradingApi.SUBMIT_ORDER.address(), text));
        // the server answers before it has read all, so the answer may be lost with the connection
        int status = await(bench.post(ORDERS, text.body())
                .transform(answer -> Future.succeededFuture(
                        answer.succeeded() ? answer.result().status() : 413)));
        assertThat(status).isEqualTo(413);
        assertThat(bench.summary().getInteger("total")).isZero();
    }

    private static String shown(String body) {
        return body.length() <= 300 ? body : body.substring(0, 300) + "…";
    }
}
