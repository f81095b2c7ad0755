package tradelab.loadgen.engine;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/**
 * Runs a plan against nothing, in simulated time, so that the first real arrivals do not pay for loading and compiling
 * the engine's classes. Where they are compiled already it ends at once, because somebody waits for the first arrival.
 */
public final class Rehearsal {
    static final int ROUNDS = 2_000;
    /** Rounds between looks at the clock. */
    static final int BATCH = 100;
    /** A compiled round takes a tenth of this, an interpreted one several times as long. */
    static final long WARM_ROUND_NANOS = 20_000;
    /** A batch that sent fewer requests says nothing about them. */
    private static final int SENT_MIN = 10;

    private static final long STEP_NANOS = 50_000_000;
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok"
            .getBytes(StandardCharsets.US_ASCII);

    private static final class Simulated implements Transport {
        private long nowNanos;
        private int sentSlot = -1;
        private int sent;

        @Override
        public void connect(int slot) {
            // answered by the rehearsal itself
        }

        @Override
        public void send(int slot, byte[] bytes, int length) {
            sentSlot = slot;
            sent++;
        }

        @Override
        public void close(int slot) {
            sentSlot = -1;
        }
    }

    private Rehearsal() {}

    /**
     * Rehearses.
     *
     * @param plan with a mix of its own, because the rehearsal uses it up
     * @param nanoTime tells whether it still gets faster
     * @return how many rounds it took
     */
    public static int of(EnginePlan plan, LongSupplier nanoTime) {
        Simulated world = new Simulated();
        LoadLoop loop = Http1.loop(plan, world, () -> world.nowNanos);
        Http1 http = (Http1) loop.exchange();
        loop.open(() -> {});
        loop.connected(0);
        loop.begin(0);
        int rounds = 0;
        boolean warm = false;
        while (rounds < ROUNDS && !warm && !loop.isFinished()) {
            long began = nanoTime.getAsLong();
            int sentBefore = world.sent;
            for (int i = 0; i < BATCH && !loop.isFinished(); i++, rounds++) {
                var _ = loop.tick();
                if (world.sentSlot >= 0) {
                    http.received(world.sentSlot, ANSWER, 0, ANSWER.length);
                }
                world.nowNanos += Math.min(STEP_NANOS, plan.durationNanos() / ROUNDS + 1);
            }
            warm = world.sent - sentBefore >= SENT_MIN && nanoTime.getAsLong() - began <= BATCH * WARM_ROUND_NANOS;
        }
        var _ = loop.takeProgress();
        return rounds;
    }
}
