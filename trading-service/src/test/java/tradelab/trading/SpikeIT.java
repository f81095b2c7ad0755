package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tradelab.trading.ledger.Entry;

/** Ten times what the venue takes, for half a minute, in an open loop: nobody waits for an answer before the next order. */
@Tag("deep")
class SpikeIT {
    private static final int CALLS_A_MINUTE = 600;
    private static final int OPERATIONS = 30;
    /** What the venue takes in a second. */
    private static final int CAPACITY = CALLS_A_MINUTE / 60 * OPERATIONS;

    private static final int TIMES = 10;
    private static final int SPIKE_SECONDS = 30;
    private static final int BEFORE_SECONDS = 10;
    private static final int AFTER_SECONDS = 15;
    private static final long TICK_NANOS = 5_000_000;
    private static final int CANCEL_EVERY_TICKS = 40;

    /** An order or a cancellation that was sent, and its answer. */
    private static final class Sent {
        private final String name;
        private final boolean cancels;
        private final boolean apart;
        private final long atNanos = System.nanoTime();
        private volatile long answeredNanos;
        private volatile int status;
        private volatile boolean refusedWell;

        Sent(String name, boolean cancels, boolean apart) {
            this.name = name;
            this.cancels = cancels;
            this.apart = apart;
        }

        void answered(TradingBench.Answer answer) {
            answeredNanos = System.nanoTime();
            refusedWell = Boolean.FALSE.equals(answer.json().getBoolean("accepted"))
                    && answer.headers().contains("retry-after");
            status = answer.status();
        }

        boolean isAccepted() {
            return !cancels && status == 201;
        }

        boolean isRefusedBadly() {
            return !cancels && status != 201 && !((status == 429 || status == 503) && refusedWell);
        }

        long millis() {
            return (answeredNanos - atNanos) / 1_000_000;
        }
    }

    private final List<Future<?>> answers = new ArrayList<>();
    private int number;

    @Test
    void tenTimesTheLoadCostsNoGoodputAndIsOverWhenItIsOver() {
        try (SimulatedFloor floor = new SimulatedFloor(
                Map.of(),
                Map.of(
                        "trading.calls-per-minute",
                        Integer.toString(CALLS_A_MINUTE),
                        "trading.batch-max",
                        Integer.toString(OPERATIONS),
                        "trading.desk.commit-wait-max",
                        "250ms",
                        "trading.desk.queue-wait-max",
                        "1s"))) {
            var _ = send(floor.bench(), CAPACITY / 2, 5); // warms up
            List<Sent> before = send(floor.bench(), CAPACITY / 2, BEFORE_SECONDS);
            long peakBegan = System.currentTimeMillis();
            var _ = send(floor.bench(), CAPACITY * 3 / 2, 15);
            long spikeBegan = System.currentTimeMillis();
            List<Sent> spike = send(floor.bench(), CAPACITY * TIMES, SPIKE_SECONDS);
            long spikeEnded = System.currentTimeMillis();
            List<Sent> after = send(floor.bench(), CAPACITY / 2, AFTER_SECONDS);
            answers.forEach(answer -> {
                var _ = await(answer.otherwiseEmpty());
            });

            double peak = arrived(floor, peakBegan + 2_000, spikeBegan) / ((spikeBegan - peakBegan - 2_000) / 1e3);
            double goodput = arrived(floor, spikeBegan, spikeEnded) / ((spikeEnded - spikeBegan) / 1e3);
            long slowest = slowestSecond(before);
            int calmSecond = calmSecond(after, 2 * slowest);
            long refused = spike.stream()
                    .filter(sent -> !sent.cancels && sent.status != 201)
                    .count();
            long badRefusals = spike.stream().filter(Sent::isRefusedBadly).count();
            List<Sent> cancels = spike.stream().filter(sent -> sent.cancels).toList();
            System.out.printf(
                    "spike: %,d orders in %d s (%,d a second, capacity %d), %,d refused, %d of them badly; goodput"
                            + " %.0f a second, peak %.0f, ratio %.2f; %d cancellations, p99 %d ms by connections of their"
                            + " own, %d ms among the orders, %d not taken; accepted p99 %d ms in the spike, %d ms before"
                            + " (%d ms in the slowest second), %d ms after; calm again in second %d%n",
                    spike.size() - cancels.size(),
                    SPIKE_SECONDS,
                    (spike.size() - cancels.size()) / SPIKE_SECONDS,
                    CAPACITY,
                    refused,
                    badRefusals,
                    goodput,
                    peak,
                    goodput / peak,
                    cancels.size(),
                    p99(cancels.stream().filter(sent -> sent.apart).toList()),
                    p99(cancels.stream().filter(sent -> !sent.apart).toList()),
                    cancels.stream().filter(sent -> sent.status != 202).count(),
                    p99(accepted(spike)),
                    p99(accepted(before)),
                    slowest,
                    p99(accepted(after)),
                    calmSecond);
            assertThat(refused).isGreaterThan((long) CAPACITY * (TIMES - 2) * SPIKE_SECONDS / 2);
            assertThat(badRefusals).isZero();
            assertThat(cancels).allSatisfy(sent -> assertThat(sent.status).isEqualTo(202));
            assertThat(goodput / peak).isGreaterThanOrEqualTo(0.9);
            assertThat(calmSecond).isLessThanOrEqualTo(5);
        }
    }

    /**
     * Sends at a steady rate, whatever comes back, and cancels one of the accepted orders now and then: in turns by
     * connections that nothing else uses, and by those of the orders, where it waits in the client as they do.
     */
    private List<Sent> send(TradingBench bench, int perSecond, int seconds) {
        List<Sent> phase = new ArrayList<>();
        long began = System.nanoTime();
        long length = TimeUnit.SECONDS.toNanos(seconds);
        int cancelled = 0;
        for (int tick = 0; System.nanoTime() - began < length; tick++) {
            long due = (System.nanoTime() - began) * perSecond / 1_000_000_000L;
            while (phase.size() - cancelled < due) {
                Sent order = new Sent("s" + number++, false, false);
                phase.add(order);
                answers.add(bench.submit(order.name, "30000").onSuccess(order::answered));
            }
            Sent victim = tick % CANCEL_EVERY_TICKS == CANCEL_EVERY_TICKS - 1 ? lastAccepted(phase) : null;
            if (victim != null) {
                Sent cancel = new Sent(victim.name, true, cancelled % 2 == 0);
                phase.add(cancel);
                cancelled++;
                answers.add((cancel.apart ? bench.cancellingApart(victim.name) : bench.cancelling(victim.name))
                        .onSuccess(cancel::answered));
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        return phase;
    }

    private static @Nullable Sent lastAccepted(List<Sent> phase) {
        return phase.reversed().stream()
                .limit(10L * CAPACITY)
                .filter(Sent::isAccepted)
                .findFirst()
                .orElse(null);
    }

    private static List<Sent> accepted(List<Sent> sent) {
        return sent.stream().filter(Sent::isAccepted).toList();
    }

    private static long p99(List<Sent> sent) {
        return quantile(sent, 0.99);
    }

    private static long quantile(List<Sent> sent, double share) {
        long[] millis = sent.stream().mapToLong(Sent::millis).sorted().toArray();
        return millis.length == 0 ? 0 : millis[(int) Math.ceil(share * millis.length) - 1];
    }

    /** Returns the orders that were sent in this second of the phase, counted from 0. */
    private static List<Sent> during(List<Sent> phase, int second) {
        long from = phase.getFirst().atNanos + TimeUnit.SECONDS.toNanos(second);
        long to = from + TimeUnit.SECONDS.toNanos(1);
        return phase.stream()
                .filter(sent -> !sent.cancels && sent.atNanos >= from && sent.atNanos < to)
                .toList();
    }

    /** Returns the p99 of the second in which it was highest: what this machine does to orders without any spike. */
    private static long slowestSecond(List<Sent> phase) {
        return IntStream.range(0, BEFORE_SECONDS)
                .mapToLong(second -> p99(accepted(during(phase, second))))
                .max()
                .orElseThrow();
    }

    /**
     * Returns the first second of the phase from which on all is accepted again and half of it within {@code millisMax};
     * counted from 1. What still waited behind the spike would hold up every order, not the slowest few.
     */
    private static int calmSecond(List<Sent> phase, long millisMax) {
        int calm = 1;
        for (int second = 0; second < AFTER_SECONDS; second++) {
            List<Sent> during = during(phase, second);
            if (quantile(during, 0.5) > millisMax || !during.stream().allMatch(Sent::isAccepted)) {
                calm = second + 2;
            }
        }
        return calm;
    }

    /** Returns how many new orders the venue accepted in this time. */
    private static long arrived(SimulatedFloor floor, long fromMillis, long toMillis) {
        return floor.history().stream()
                .filter(entry -> entry instanceof Entry.Arrival arrival
                        && arrival.kind() == Entry.Kind.NEW
                        && arrival.accepted()
                        && arrival.atMillis() >= fromMillis
                        && arrival.atMillis() < toMillis)
                .count();
    }
}
