package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;
import tradelab.trading.partition.Accounts;

/** Two services in one cluster; one is stopped under load, as a hypervisor or a long collection stops it, and wakes. */
class PausedOwnerIT {
    private static final int CLIENTS = 16;
    private static final int PARTITIONS = 4;
    private static final long UNDER_WAY_MILLIS = 100;
    private static final int STEPS_MAX = 12;
    private static final Pattern ORDER_ROUTE = Pattern.compile("/w/order/|ws/o[nuxc]");
    private static final Pattern STEP =
            Pattern.compile("(\\S+) .*event=(partition_taken|orders_loaded|partition_lost|reconciled)\\b.*");
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
            until(
                    () -> "not shared: " + String.join("\n", other.lines()),
                    () -> owned(sleeper, other, 0).size() == PARTITIONS / 2
                            && owned(other, sleeper, 0).size() == PARTITIONS / 2);
            Set<Integer> sleepers = owned(sleeper, other, 0);

            OrderStorm storm = new OrderStorm(attempt -> urls[attempt % 2]);
            storm.begin(CLIENTS, Integer.MAX_VALUE);
            until(() -> "no load", () -> storm.acknowledged() > 20 * CLIENTS);

            long stoppedNanos = System.nanoTime();
            long stoppedMillis = System.currentTimeMillis();
            sleeper.pause();
            OrderStorm probe = new OrderStorm(_ -> urls[1]);
            boolean _ = probe.place(accountOf(sleepers), "probe", "1000");
            long takenOverMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stoppedNanos);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds) - (System.nanoTime() - stoppedNanos));
            long wokenMillis = System.currentTimeMillis();
            sleeper.wake();
            until(
                    () -> "not shared again: " + String.join("\n", sleeper.lines()),
                    () -> owned(sleeper, other, wokenMillis).size() == PARTITIONS / 2);
            storm.end();
            JsonObject _ = bench.awaitSettled(other);

            // What arrived after the stop from the sleeper: what was under way, and then what it owns again. Stopped
            // between its last look at the clock and the writing, it writes when it wakes: by its nonce the venue
            // refuses that call, which is why there is one.
            long ownerAgainMillis = firstTaken(sleeper, wokenMillis);
            List<JsonObject> slept = arrivals(bench, sleepersCalls.name()).stream()
                    .filter(arrival -> arrival.getLong("receivedMillis") > stoppedMillis + UNDER_WAY_MILLIS
                            && arrival.getLong("receivedMillis") < ownerAgainMillis)
                    .toList();
            List<JsonObject> taken =
                    slept.stream().filter(arrival -> !isRefused(arrival)).toList();
            System.out.println("pause: " + seconds + " s, taken over after " + takenOverMillis + " ms ("
                    + steps(other, stoppedMillis) + "); woken after " + (wokenMillis - stoppedMillis)
                    + " ms, owner again after " + (ownerAgainMillis - stoppedMillis) + " ms; " + storm.acknowledged()
                    + " orders acknowledged, " + taken.size()
                    + " calls of the sleeper taken by the venue meanwhile and "
                    + (slept.size() - taken.size()) + " refused");
            List<Entry> entries = new ArrayList<>(storm.calls());
            entries.addAll(probe.calls());
            entries.addAll(bench.history());
            Verdict verdict = LedgerCheck.of(entries);
            VerdictText.lines(verdict).forEach(System.out::println);
            assertThat(takenOverMillis).isLessThan(TimeUnit.SECONDS.toMillis(seconds));
            assertThat(verdict.violations()).isEmpty();
            assertThat(taken).isEmpty();
            assertThat(List.of(sleeper, other))
                    .allSatisfy(
                            process -> assertThat(process.lines()).noneMatch(line -> line.contains("_order_at_venue")));
        }
    }

    /** Returns what one gateway sent for orders, by the venue's own journal. */
    private static List<JsonObject> arrivals(ClusterBench bench, String agent) {
        List<JsonObject> all = bench.arrivals();
        Set<Long> sockets = all.stream()
                .filter(arrival -> agent.equals(arrival.getString("agent")) && arrival.getLong("connection") > 0)
                .map(arrival -> arrival.getLong("connection"))
                .collect(Collectors.toSet());
        return all.stream()
                .filter(arrival ->
                        agent.equals(arrival.getString("agent")) || sockets.contains(arrival.getLong("connection")))
                .filter(arrival ->
                        ORDER_ROUTE.matcher(arrival.getString("route")).find())
                .toList();
    }

    /** Returns whether the venue turned a signed call away before it looked at what was in it. */
    private static boolean isRefused(JsonObject arrival) {
        return arrival.getString("route").startsWith("/v2/auth/")
                && "500".equals(arrival.getString("answer"))
                && arrival.getLong("firstOrder") == 0;
    }

    /** Returns what the one that takes over wrote about it, each with its time after the stop. */
    private static String steps(TradingProcess process, long stoppedMillis) {
        return process.lines().stream()
                .map(STEP::matcher)
                .filter(Matcher::matches)
                .filter(step -> Instant.parse(step.group(1)).toEpochMilli() > stoppedMillis)
                .limit(STEPS_MAX)
                .map(step -> step.group(2) + " " + (Instant.parse(step.group(1)).toEpochMilli() - stoppedMillis))
                .collect(Collectors.joining(", "));
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
