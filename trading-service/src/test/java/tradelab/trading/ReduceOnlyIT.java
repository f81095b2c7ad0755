package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.order.Terms;

/** Orders that must make a position smaller, and times in which no others are taken. */
class ReduceOnlyIT {
    private static final String ACCOUNT = "/api/v1/kill-switch/account/a1";
    private static final long HALF = 50_000_000L;

    private final FakeExchange exchange = new FakeExchange();

    @RegisterExtension
    final TradingBench bench = new TradingBench(exchange, Map.of("trading.desk.order-age-max", "60s"));

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void takesNoMoreThanThePositionLessWhatIsOpenAlready() {
        var none = await(bench.send(reduce("r0", "0.1")));
        assertThat(none.status()).isEqualTo(422);
        assertThat(none.json().getString("reason")).isEqualTo("EXPOSURE_LIMIT");
        assertThat(none.json().getString("detail")).contains("REDUCE_ONLY").contains("at most 0 more");
        buysHalf();
        assertThat(await(bench.send(reduce("r1", "0.3"))).status()).isEqualTo(201);
        var second = await(bench.send(reduce("r2", "0.3")));
        assertThat(second.status()).isEqualTo(422);
        assertThat(second.json().getString("detail")).contains("at most 0.2 more");
        assertThat(await(bench.send(reduce("r3", "0.2"))).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 2);

        // an amendment is held to the same: nothing is left now, and what it gives up others may have
        var more = await(bench.amending("r1", "{\"amount\":\"0.4\"}"));
        assertThat(more.status()).isEqualTo(422);
        assertThat(more.json().getString("refusal")).contains("REDUCE_ONLY");
        assertThat(await(bench.amending("r1", "{\"amount\":\"0.2\"}")).status()).isEqualTo(202);
        until(
                () -> exchange.amends().toString(),
                () -> exchange.amends().contains(new Terms(640_000_000_000L, 20_000_000L)));
        until(
                () -> bench.get("/api/v1/orders?account=a1").json().encode(),
                () -> await(bench.send(reduce("r4", "0.1"))).status() < 300);
        assertThat(await(bench.send(reduce("r5", "0.1"))).status()).isEqualTo(422);

        // a part that is filled closes a part of the position: neither more nor less is left
        exchange.fill(cid("r1"), 10_000_000L);
        bench.awaitAll(OrderStatus.PARTIAL, 1);
        assertThat(await(bench.send(reduce("r6", "0.1"))).status()).isEqualTo(422);
    }

    @Test
    void twoAtOnceDoNotTakeTheSamePositionTwice() {
        buysHalf();
        List<io.vertx.core.Future<TradingBench.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(bench.send(reduce("r" + i, "0.1")));
        }
        long taken =
                answers.stream().filter(answer -> await(answer).status() == 201).count();
        assertThat(taken).isEqualTo(5);
    }

    /** A look at the position takes its time; an order that comes meanwhile must not be taken in before. */
    @Test
    void noneIsOvertakenByALaterOrderOfItsAccountAndInstrument() {
        buysHalf();
        StringBuilder orders = new StringBuilder("{\"orders\":[");
        for (int i = 0; i < 20; i++) {
            orders.append(i == 0 ? "" : ",")
                    .append(reduce("r" + i, "0.01"))
                    .append(',')
                    .append(sell("s" + i, "0.01"));
        }
        var answer = await(bench.post("/api/v1/orders/bulk", orders.append("]}").toString()));
        assertThat(answer.status()).isEqualTo(200);
        List<Long> came = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            came.add(cid("r" + i));
            came.add(cid("s" + i));
        }
        assertThat(came).isSorted();
    }

    @Test
    void isAnotherOrderThanOneThatMayOpenAPosition() {
        buysHalf();
        assertThat(await(bench.send(reduce("r1", "0.3"))).status()).isEqualTo(201);
        assertThat(await(bench.send(reduce("r1", "0.3"))).status()).isEqualTo(200);
        assertThat(await(bench.send(sell("r1", "0.3"))).status()).isEqualTo(409);
        assertThat(await(bench.send(sell("s1", "0.1"))).status()).isEqualTo(201);
        bench.kill();
        bench.start();
        assertThat(await(bench.send(reduce("r1", "0.3"))).status()).isEqualTo(200);
        assertThat(await(bench.send(sell("r1", "0.3"))).status()).isEqualTo(409);
        var kept = bench.get("/api/v1/orders/a1/r1").json();
        assertThat(kept.getBoolean("reduceOnly")).isTrue();
        assertThat(bench.get("/api/v1/orders/a1/s1").json().containsKey("reduceOnly"))
                .isFalse();
        assertThat(bench.rows("/api/v1/orders?account=a1"))
                .anyMatch(row -> Boolean.TRUE.equals(row.getBoolean("reduceOnly")));
    }

    @Test
    void whatWasFoundToReduceLeavesWhileOthersMayNotEvenAfterARestart() {
        buysHalf();
        exchange.behave(FakeExchange.Mode.TURNS_AWAY, Integer.MAX_VALUE);
        assertThat(await(bench.submit("b1", "6400")).status()).isEqualTo(201);
        assertThat(bench.put(ACCOUNT, "{\"state\":\"REDUCING\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        assertThat(await(bench.submit("b2", "6400")).status()).isEqualTo(422);
        assertThat(await(bench.send(sell("s1", "0.3"))).status()).isEqualTo(201);
        var beyond = await(bench.send(sell("s2", "0.3")));
        assertThat(beyond.status()).isEqualTo(422);
        assertThat(beyond.json().getString("reason")).isEqualTo("HALTED");
        assertThat(beyond.json().getString("detail")).contains("REDUCING").contains("at most 0.2 more");
        bench.kill();
        exchange.behave(FakeExchange.Mode.HONEST, 0);
        bench.start();
        until(
                () -> bench.get("/api/v1/orders/a1/s1").json().encode(),
                () -> bench.status("s1").equals("ACTIVE"));
        assertThat(bench.status("b1")).as("tried before, held now").isIn("QUEUED", "SENDING", "IN_DOUBT");
        assertThat(exchange.arrivals()).doesNotContainKey(cid("b1"));
    }

    @Test
    void whileReducingAnOrderMayBecomeLessAndAReductionMayMove() {
        buysHalf();
        assertThat(await(bench.submit("b1", "6300")).status()).isEqualTo(201);
        assertThat(await(bench.send(reduce("r1", "0.3"))).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 2);
        assertThat(bench.put(ACCOUNT, "{\"state\":\"REDUCING\",\"reason\":\"test\"}")
                        .status())
                .isEqualTo(200);
        assertThat(await(bench.amending("b1", "{\"price\":\"6200\"}")).status()).isEqualTo(422);
        assertThat(await(bench.amending("b1", "{\"amount\":\"0.4\"}")).status()).isEqualTo(202);
        assertThat(await(bench.amending("r1", "{\"price\":\"6500\"}")).status()).isEqualTo(202);
        assertThat(await(bench.amending("r1", "{\"amount\":\"0.6\"}")).status()).isEqualTo(422);
        until(
                () -> exchange.amends().toString(),
                () -> exchange.amends()
                        .containsAll(List.of(
                                new Terms(630_000_000_000L, 40_000_000L), new Terms(650_000_000_000L, 30_000_000L))));
    }

    private void buysHalf() {
        assertThat(await(bench.submit("p", "6400")).status()).isEqualTo(201);
        bench.awaitAll(OrderStatus.ACTIVE, 1);
        exchange.fill(cid("p"), HALF);
        bench.awaitAll(OrderStatus.FILLED, 1);
    }

    private long cid(String name) {
        return Long.parseLong(bench.get("/api/v1/orders/a1/" + name)
                .json()
                .getString("orderId")
                .substring(1));
    }

    private static String sell(String name, String amount) {
        return TradingBench.body(name, "6400").replace("BUY", "SELL").replace("\"0.5\"", "\"" + amount + "\"");
    }

    private static String reduce(String name, String amount) {
        return sell(name, amount).replace("}", ",\"reduceOnly\":true}");
    }
}
