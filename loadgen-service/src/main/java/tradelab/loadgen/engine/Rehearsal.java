package tradelab.loadgen.engine;

import java.nio.charset.StandardCharsets;

/**
 * Runs a plan against nothing, in simulated time, so that the first real arrivals do not pay for loading and compiling
 * the engine's classes.
 */
public final class Rehearsal {
    private static final int ROUNDS = 2_000;
    private static final long STEP_NANOS = 50_000_000;
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nok"
            .getBytes(StandardCharsets.US_ASCII);

    private static final class Simulated implements Transport {
        private long nowNanos;
        private int sentSlot = -1;

        @Override
        public void connect(int slot) {
            // answered by the rehearsal itself
        }

        @Override
        public void send(int slot, byte[] bytes, int length) {
            sentSlot = slot;
        }

        @Override
        public void close(int slot) {
            sentSlot = -1;
        }
    }

    private Rehearsal() {}

    /** @param plan with a mix of its own, because the rehearsal uses it up */
    public static void of(EnginePlan plan) {
        Simulated world = new Simulated();
        LoadLoop loop = Http1.loop(plan, world, () -> world.nowNanos);
        Http1 http = (Http1) loop.exchange();
        loop.open(() -> {});
        loop.connected(0);
        loop.begin(0);
        for (int i = 0; i < ROUNDS && !loop.isFinished(); i++) {
            var _ = loop.tick();
            if (world.sentSlot >= 0) {
                http.received(world.sentSlot, ANSWER, 0, ANSWER.length);
            }
            world.nowNanos += Math.min(STEP_NANOS, plan.durationNanos() / ROUNDS + 1);
        }
        var _ = loop.takeProgress();
    }
}
