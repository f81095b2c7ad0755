package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.until;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.trading.ledger.Entry;

/** The exchange's own limits: 90 calls a minute, 75 operations a call. */
@Tag("deep")
class PacingIT {
    private static final int CALLS = 90;
    private static final int OPERATIONS = 75;
    private static final long WINDOW_MILLIS = 60_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A tenth of the calls is the burst; the others come one by one. */
    private static final long SLOT_MILLIS = WINDOW_MILLIS / (CALLS - CALLS / 10) + 1;

    /** From the gateway to the venue, on a machine that has other work. */
    private static final long WAY_MILLIS = 100;

    private static SimulatedFloor floor() {
        return new SimulatedFloor(
                Map.of("venue.exchange-limits", "true"),
                Map.of(
                        "trading.calls-per-minute", Integer.toString(CALLS),
                        "trading.batch-max", Integer.toString(OPERATIONS),
                        "trading.desk.queue-wait-max", "60s",
                        "trading.reconcile.interval", "2s",
                        "trading.reconcile.quarantine", "12s",
                        "trading.desk.lease", "2s"));
    }

    @Test
    void sixThousandOperationsTakeAMinuteAndNoWindowHoldsMoreCallsThanAllowed() {
        try (SimulatedFloor floor = floor()) {
            int orders = 6_000;
            long began = System.currentTimeMillis();
            assertThat(floor.submit(0, orders, i -> "c" + i)).isEqualTo(orders);
            long accepted = System.currentTimeMillis() - began;
            awaitArrived(floor, orders);
            List<Entry.Arrival> arrivals = arrivals(floor, Entry.Kind.NEW);
            long took = arrivals.getLast().atMillis() - began;
            Map<String, Long> calls = new HashMap<>();
            arrivals.forEach(arrival -> calls.putIfAbsent(String.valueOf(arrival.call()), arrival.atMillis()));
            int most = mostInAWindow(calls.values().stream().sorted().toList());
            long violations = violations(floor);
            System.out.printf(
                    "pacing: %,d operations accepted in %,d ms, at the venue after %,d ms in %d calls, at most %d in"
                            + " any %d s, %d violations counted by the venue%n",
                    orders, accepted, took, calls.size(), most, WINDOW_MILLIS / 1_000, violations);
            assertThat(violations).isZero();
            assertThat(most).isLessThanOrEqualTo(CALLS);
            assertThat(took).isLessThanOrEqualTo(WINDOW_MILLIS);
        }
    }

    @Test
    void aCancellationPassesFiveThousandOrdersThatWait() {
        try (SimulatedFloor floor = floor()) {
            int resting = 120;
            int waiting = 5_000;
            assertThat(floor.submit(0, resting, i -> "r" + i)).isEqualTo(resting);
            awaitArrived(floor, resting);
            assertThat(floor.submit(0, waiting, i -> "w" + i)).isEqualTo(waiting);
            List<String> venueIds = new ArrayList<>();
            for (int i = 0; i < resting / 2; i++) {
                venueIds.add(floor.bench().get("/api/v1/orders/a1/r" + i).json().getString("venueOrderId"));
            }
            Map<String, Long> asked = new HashMap<>();
            Map<String, Long> taken = new HashMap<>();
            for (int i = 0; i < resting / 2; i++) {
                asked.put(venueIds.get(i), System.currentTimeMillis());
                assertThat(floor.bench().cancel("r" + i).status()).isEqualTo(202);
                taken.put(venueIds.get(i), System.currentTimeMillis());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(293));
            }
            int stillWaiting =
                    waiting + resting - arrivals(floor, Entry.Kind.NEW).size();
            until(
                    () -> asked.size() + " cancellations",
                    PATIENCE,
                    () -> arrivals(floor, Entry.Kind.CANCEL).size() == asked.size());
            long[] waits = waits(floor, taken);
            long[] whole = waits(floor, asked);
            long p99 = p99(waits);
            System.out.printf(
                    "cancel: %d of them while %,d to %,d new orders waited: at the venue p50 %d ms, p99 %d"
                            + " ms after it was taken (p50 %d ms, p99 %d ms after it was asked for); a call slot is %d"
                            + " ms; %d violations%n",
                    waits.length,
                    stillWaiting,
                    waiting,
                    waits[waits.length / 2],
                    p99,
                    whole[whole.length / 2],
                    p99(whole),
                    SLOT_MILLIS,
                    violations(floor));
            assertThat(stillWaiting).isPositive();
            assertThat(violations(floor)).isZero();
            assertThat(p99).isLessThanOrEqualTo(SLOT_MILLIS + WAY_MILLIS);
        }
    }

    /** Returns how long each cancellation took from {@code since} to the venue, sorted. */
    private static long[] waits(SimulatedFloor floor, Map<String, Long> since) {
        return arrivals(floor, Entry.Kind.CANCEL).stream()
                .mapToLong(arrival -> arrival.atMillis() - since.getOrDefault(arrival.venueOrderId(), 0L))
                .sorted()
                .toArray();
    }

    private static long p99(long[] sorted) {
        return sorted[(int) Math.ceil(0.99 * sorted.length) - 1];
    }

    private static void awaitArrived(SimulatedFloor floor, int orders) {
        until(
                () -> orders + " orders at the venue",
                PATIENCE,
                () -> floor.get("/sim/ledger/summary").getLong("acceptances") == orders);
    }

    private static List<Entry.Arrival> arrivals(SimulatedFloor floor, Entry.Kind kind) {
        List<Entry.Arrival> arrivals = new ArrayList<>();
        for (Entry entry : floor.history()) {
            if (entry instanceof Entry.Arrival arrival && arrival.kind() == kind) {
                arrivals.add(arrival);
            }
        }
        return arrivals;
    }

    private static long violations(SimulatedFloor floor) {
        return floor.arrivals().stream()
                .filter(arrival -> "429".equals(arrival.getString("answer")))
                .count();
    }

    private static int mostInAWindow(List<Long> atMillis) {
        ArrayDeque<Long> window = new ArrayDeque<>();
        int most = 0;
        for (long at : atMillis) {
            window.addLast(at);
            while (window.getFirst() <= at - WINDOW_MILLIS) {
                window.removeFirst();
            }
            most = Math.max(most, window.size());
        }
        return most;
    }
}
