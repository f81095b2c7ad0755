package tradelab.venue.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Json;
import tradelab.venue.market.GeneratorOptions;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.PublicFeed;

class GeneratedLifeTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong clockMillis = new AtomicLong(1_700_000_000_000L);

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void makesEveryMarketTwoSidedWithAPastOfTrades() throws Exception {
        var floor = new DeskFloor();
        var life = GeneratedLife.of(new GeneratorOptions(1, 0));
        await(life.start(floor));
        for (TestDesk desk : floor.desks.values()) {
            assertThat(desk.levels(true)).isGreaterThanOrEqualTo(OrderFlow.LEVELS_MIN);
            assertThat(desk.levels(false)).isGreaterThanOrEqualTo(OrderFlow.LEVELS_MIN);
            assertThat(desk.bestBid()).isLessThan(desk.bestAsk());
        }
        assertThat(floor.tradeMillis).isSorted().hasSizeGreaterThan(400);
        assertThat(floor.tradeMillis.getLast() - floor.tradeMillis.getFirst())
                .isGreaterThan(TimeUnit.MINUTES.toMillis(118));
    }

    @Test
    void hasTheSamePastForTheSameSeed() throws Exception {
        var first = new DeskFloor();
        var second = new DeskFloor();
        var other = new DeskFloor();
        await(GeneratedLife.of(new GeneratorOptions(1, 0)).start(first));
        await(GeneratedLife.of(new GeneratorOptions(1, 0)).start(second));
        await(GeneratedLife.of(new GeneratorOptions(2, 0)).start(other));
        assertThat(first.hashes()).isEqualTo(second.hashes()).isNotEqualTo(other.hashes());
    }

    @Test
    void actsAsTheClockGoesOnAndNotAfterItWasStopped() throws Exception {
        var floor = new DeskFloor();
        var life = GeneratedLife.of(new GeneratorOptions(1, 1_000));
        await(life.start(floor));
        Object before = life.status().get("actions");
        var _ = clockMillis.addAndGet(200);
        var _ = until("an action", () -> life.status().get("actions"), now -> !now.equals(before));
        await(life.stop());
        Map<String, Long> stopped = floor.hashes();
        var _ = clockMillis.addAndGet(200);
        var _ = await(vertx.timer(50, TimeUnit.MILLISECONDS));
        assertThat(floor.hashes()).isEqualTo(stopped);
    }

    @Test
    void standsStillWhilePausedAndLivesFasterAtAHigherSpeed() throws Exception {
        var floor = new DeskFloor();
        var life = GeneratedLife.of(new GeneratorOptions(1, 1_000));
        life.change(change("{\"volatility\":0}"));
        await(life.start(floor));
        long once = actionsOf(life, 1_000);
        life.change(change("{\"speed\":5}"));
        assertThat(actionsOf(life, 1_000)).isBetween(4 * once, 6 * once);
        life.change(change("{\"paused\":true}"));
        assertThat(actionsOf(life, 1_000)).isZero();
        life.change(change("{\"paused\":false,\"speed\":1}"));
        assertThat(actionsOf(life, 1_000)).isBetween(once / 2, 2 * once);
        await(life.stop());
    }

    @Test
    void refusesWhatIsOutOfRangeAndNamesIt() {
        assertRefused("{\"volatility\":-1}", "volatility: expected 0 to 1000, got '-1'");
        assertRefused("{\"speed\":0}", "speed: expected above 0 to 1000, got '0'");
        assertRefused("{\"speed\":1e999}", "speed: expected above 0 to 1000, got '1E+999'");
        assertRefused(
                "{\"regime\":\"boom\"}",
                "regime: expected one of [calm, open, crash, bubble, flash-crash], got 'boom'");
        assertThatThrownBy(() -> change("{\"paused\":\"yes\"}")).hasMessageStartingWith("paused: expected");
        assertThatThrownBy(() -> change("{\"pause\":true}")).hasMessageStartingWith("pause: unknown field");
    }

    private static void assertRefused(String json, String message) {
        assertThatThrownBy(() -> change(json)).hasMessage(message);
    }

    private static GeneratorChange change(String json) {
        return Json.read(Buffer.buffer(json), GeneratorChange.class);
    }

    /** Lets so much of the clock pass, with a turn after each 50 ms of it, and returns what was done. */
    private long actionsOf(GeneratedLife life, int millis) throws Exception {
        long before = life.view().actions();
        for (int i = 0; i < millis / 50; i++) {
            var _ = clockMillis.addAndGet(50);
            var _ = await(vertx.timer(12, TimeUnit.MILLISECONDS)); // on the same loop: turns are every 5 ms
        }
        return life.view().actions() - before;
    }

    /** A floor with two engine-matched markets. */
    private final class DeskFloor implements MarketFloor {
        final Map<String, TestDesk> desks = new HashMap<>();
        final List<Long> tradeMillis = new ArrayList<>();

        Map<String, Long> hashes() {
            Map<String, Long> hashes = new HashMap<>();
            desks.forEach((symbol, desk) -> hashes.put(symbol, desk.hash));
            return hashes;
        }

        @Override
        public Vertx vertx() {
            return vertx;
        }

        @Override
        public LongSupplier clockMillis() {
            return clockMillis::get;
        }

        @Override
        public List<MarketSpec> markets() {
            return List.of(GeneratedMarket.BTC, GeneratedMarket.ETH);
        }

        @Override
        public HouseDesk desk(String symbol) {
            var desk = new TestDesk();
            desk.listen(new TestDesk.Listener() {
                @Override
                public void traded(long amount, long price, long nowMillis) {
                    var _ = tradeMillis.add(nowMillis);
                }
            });
            var _ = desks.put(symbol, desk);
            return desk;
        }

        @Override
        public PublicFeed feed(String symbol) {
            throw new IllegalArgumentException("a generated market has no feed: " + symbol);
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void whenWritable(Runnable resume) {
            resume.run();
        }

        @Override
        public int bookSubscribers(String symbol) {
            return 0;
        }
    }
}
