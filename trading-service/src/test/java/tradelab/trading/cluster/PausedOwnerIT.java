package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.trading.partition.Accounts;

/** Two services in one cluster; one is stopped under load, as a hypervisor or a long collection stops it, and wakes. */
class PausedOwnerIT {
    private static final int CLIENTS = 16;
    private static final int PARTITIONS = 4;
    private static final Pattern TAKEN =
            Pattern.compile("(\\S+) .*event=partition_taken partition=(\\d+) epoch=(\\d+)");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void anotherTakesOverAndTheSleeperSendsNothingWhenItWakes() throws Exception {
        pause(5);
    }

    @Test
    @Tag("deep")
    void anotherTakesOverFromOneThatSleepsForFifteenSeconds() throws Exception {
        pause(15);
    }

    private void pause(int seconds) throws Exception {
        try (ClusterBench bench = new ClusterBench(directory, 2)) {
            VenueProxy sleepersCalls = bench.proxy(1);
            TradingProcess sleeper = bench.start(0, sleepersCalls, Map.of());
            TradingProcess other = bench.start(1, bench.proxy(2), Map.of());
            String[] urls = {"http://127.0.0.1:" + sleeper.port(), "http://127.0.0.1:" + other.port()};
            ClusterBench.awaitTrue(
                    () -> owned(sleeper, other, 0).size() == PARTITIONS / 2
                            && owned(other, sleeper, 0).size() == PARTITIONS / 2,
                    () -> "not shared: " + String.join("\n", other.lines()));
            Set<Integer> sleepers = owned(sleeper, other, 0);

            OrderStorm storm = new OrderStorm(attempt -> urls[attempt % 2]);
            storm.begin(CLIENTS, Integer.MAX_VALUE);
            ClusterBench.awaitTrue(() -> storm.acknowledged() > 20 * CLIENTS, () -> "no load");

            long stoppedNanos = System.nanoTime();
            long stoppedMillis = System.currentTimeMillis();
            sleeper.pause();
            new OrderStorm(_ -> urls[1]).place(accountOf(sleepers), "probe", "1000");
            long takenOverMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNanos);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - stoppedNanos));
            long wokenMillis = System.currentTimeMillis();
            sleeper.wake();
            ClusterBench.awaitTrue(
                    () -> owned(sleeper, other, wokenMillis).size() == PARTITIONS / 2,
                    () -> "not shared again: " + String.join("\n", sleeper.lines()));
            storm.end();

            JsonObject rows = bench.awaitSettled(other);
            JsonObject ledger = bench.venue("/sim/ledger/summary");
            System.out.println("pause: " + seconds + " s, taken over after " + takenOverMillis + " ms, "
                    + storm.acknowledged() + " orders acknowledged, "
                    + sleepersCalls.calls().size()
                    + " calls of the sleeper");
            assertThat(takenOverMillis).isLessThan(TimeUnit.SECONDS.toMillis(seconds));
            assertThat(rows.getLong("total")).isEqualTo(storm.acknowledged() + 1);
            assertThat(ledger.getLong("repeatedCids")).isZero();
            assertThat(ledger.getLong("distinctCids")).isEqualTo(rows.getLong("total"));
            long ownerAgainMillis = firstTaken(sleeper, wokenMillis);
            assertThat(sleepersCalls.calls())
                    .filteredOn(call -> call.atMillis() > stoppedMillis + 100 && call.atMillis() < ownerAgainMillis)
                    .isEmpty();
            assertThat(List.of(sleeper, other))
                    .allSatisfy(
                            process -> assertThat(process.lines()).noneMatch(line -> line.contains("_order_at_venue")));
        }
    }

    private static String accountOf(Set<Integer> partitions) {
        return IntStream.range(0, 1_000)
                .mapToObj(i -> "a" + i)
                .filter(account -> partitions.contains(Accounts.partition(account, PARTITIONS)))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the partitions that {@code one} has taken since, and {@code another} not later. */
    private static Set<Integer> owned(TradingProcess one, TradingProcess another, long sinceMillis) {
        Map<Integer, Long> ones = taken(one, sinceMillis);
        Map<Integer, Long> others = taken(another, sinceMillis);
        ones.entrySet().removeIf(own -> others.getOrDefault(own.getKey(), 0L) > own.getValue());
        return ones.keySet();
    }

    /** Returns the epoch under which the process took each partition last. */
    private static Map<Integer, Long> taken(TradingProcess process, long sinceMillis) {
        Map<Integer, Long> epochs = new TreeMap<>();
        for (String line : process.lines()) {
            Matcher taken = TAKEN.matcher(line);
            if (taken.matches() && millis(taken) >= sinceMillis) {
                epochs.put(Integer.valueOf(taken.group(2)), Long.valueOf(taken.group(3)));
            }
        }
        return epochs;
    }

    private static long firstTaken(TradingProcess process, long sinceMillis) {
        return process.lines().stream()
                .map(TAKEN::matcher)
                .filter(Matcher::matches)
                .mapToLong(PausedOwnerIT::millis)
                .filter(at -> at >= sinceMillis)
                .min()
                .orElseThrow();
    }

    private static long millis(Matcher taken) {
        return Instant.parse(taken.group(1)).toEpochMilli();
    }
}
