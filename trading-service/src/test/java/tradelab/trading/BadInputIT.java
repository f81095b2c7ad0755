package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.trading.TradingBench.await;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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

/** Generated nonsense over HTTP and the bus: refused with what is wrong, never a defect, never an order. */
class BadInputIT {
    private static final Wire<Buffer> RAW = new Wire<>(body -> body, body -> body);
    private static final int AT_ONCE = 50;
    private static final int COLLECTIONS = 3;
    /** Less than 100 bytes for each of 90,000 inputs. */
    private static final long HEAP_GROWTH_MAX = 8L << 20;

    private static final String ORDERS = "/api/v1/orders";

    /** A body and what the refusal must name; empty where there is nothing to name. */
    private record Bad(String body, String named) {}

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
                Bad bad = bad(random);
                checks.add(
                        switch (i % 4) {
                            case 0 -> overBus(TradingApi.SUBMIT_ORDER.address(), bad, bad.body());
                            case 1 ->
                                overBus(TradingApi.SUBMIT_ORDERS.address(), bad, "{\"orders\":[" + bad.body() + "]}");
                            case 2 -> overHttp(ORDERS + "/bulk", bad, "{\"orders\":[" + bad.body() + "]}");
                            default -> overHttp(ORDERS, bad, bad.body());
                        });
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
        assertThat(await(bench.submit("good", "6400")).status()).isEqualTo(201);
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

    private Future<?> overHttp(String path, Bad bad, String body) {
        return bench.post(path, body).map(answer -> {
            assertThat(answer.status()).as(shown(body)).isEqualTo(400);
            assertThat(answer.json().getString("error")).isEqualTo("INVALID_REQUEST");
            assertThat(answer.json().getString("message")).as(shown(body)).contains(bad.named());
            return answer;
        });
    }

    private Future<?> overBus(String address, Bad bad, String body) {
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
        Bad number = new Bad(order("\"price\":" + digits), "");
        Bad text = new Bad(order("\"price\":\"" + digits + "\""), "price");
        var _ = await(overBus(TradingApi.SUBMIT_ORDER.address(), number, number.body()));
        var _ = await(overBus(TradingApi.SUBMIT_ORDER.address(), text, text.body()));
        // the server answers before it has read all, so the answer may be lost with the connection
        int status = await(bench.post(ORDERS, text.body())
                .transform(answer -> Future.succeededFuture(
                        answer.succeeded() ? answer.result().status() : 413)));
        assertThat(status).isEqualTo(413);
        assertThat(bench.summary().getInteger("total")).isZero();
    }

    private static Bad bad(Random random) {
        String valid = order("\"price\":\"6400\"");
        return switch (random.nextInt(12)) {
            case 0 -> new Bad(order("\"price\":" + random.nextDouble() * 1e6), "price");
            case 1 -> new Bad(order("\"price\":1e" + (300 + random.nextInt(1_000))), "price");
            case 2 -> new Bad(order("\"price\":\"1\",\"price\":\"" + random.nextInt(1, 9) + "\""), "price");
            case 3 -> new Bad(order("\"price\":\"" + "9".repeat(12 + random.nextInt(5_000)) + "\""), "price");
            case 4 -> new Bad(order("\"price\":\"1." + (100_000_000L + random.nextInt(1_000)) + "\""), "price");
            case 5 -> unknown("x" + random.nextInt(1_000));
            case 6 -> unknown(serverSet(random));
            case 7 -> new Bad("[".repeat(1 + random.nextInt(5_000)), "");
            case 8 -> new Bad("{\"account\":".repeat(1 + random.nextInt(3_000)), "");
            case 9 -> new Bad(valid.substring(0, random.nextInt(1, valid.length() - 1)), "");
            case 10 -> new Bad(valid.replace("\"BUY\"", random.nextBoolean() ? "\"buy\"" : "1"), "side");
            default -> new Bad(order("\"price\":\"6" + (char) random.nextInt('a', 0x2fff) + "\""), "price");
        };
    }

    private static Bad unknown(String field) {
        return new Bad(order("\"price\":\"1\",\"" + field + "\":\"FILLED\""), field);
    }

    private static String serverSet(Random random) {
        List<String> names = List.of("status", "orderId", "filled", "sequence", "venueOrderId", "averagePrice");
        return names.get(random.nextInt(names.size()));
    }

    private static String order(String price) {
        return "{\"account\":\"a1\",\"clientOrderId\":\"bad\",\"instrument\":\"BITFINEX:tBTCUSD\",\"side\":\"BUY\","
                + "\"type\":\"LIMIT\"," + price + ",\"amount\":\"0.5\"}";
    }

    private static String shown(String body) {
        return body.length() <= 300 ? body : body.substring(0, 300) + "…";
    }
}
