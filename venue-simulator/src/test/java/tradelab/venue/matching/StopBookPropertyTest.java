package tradelab.venue.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class StopBookPropertyTest {
    private static final int COMMANDS = 250;

    @Property
    void firesTheSameStopsInTheSameOrderAsThePlainlyWrittenOne(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int ticks) {
        EventLog expected = new EventLog();
        EventLog actual = new EventLog();
        play(seed, ticks, new NaiveDesk(expected));
        play(seed, ticks, new Desk(actual));
        assertThat(actual.events).isEqualTo(expected.events);
    }

    @Property
    void givesTheSameDigestForTheSameCommands(@ForAll long seed) {
        EventDigest once = new EventDigest();
        EventDigest again = new EventDigest();
        play(seed, 20, new Desk(once));
        play(seed, 20, new Desk(again));
        assertThat(again.value()).isEqualTo(once.value());
        assertThat(once.events()).isPositive();
    }

    /** Both kinds of stops with their engine. */
    private interface Both {
        Matcher engine();

        void submit(long id, int owner, OrderKind then, int options, long amount, long stop, long limit, long distance);

        boolean cancel(long id);

        boolean replace(long id, int options, long remaining, long stop, long limit, long distance);

        void run();
    }

    private static final class Desk implements Both {
        private final StopBook stops;
        private final MatchingEngine engine;

        Desk(MatchListener log) {
            TradesTold told = new TradesTold(log);
            engine = new MatchingEngine(1_000, told);
            stops = new StopBook(
                    1_000,
                    new StopBook.Quotes() {
                        @Override
                        public long bestBid() {
                            return engine.levels(true) == 0 ? 0 : engine.price(true, 0);
                        }

                        @Override
                        public long bestAsk() {
                            return engine.levels(false) == 0 ? 0 : engine.price(false, 0);
                        }
                    },
                    log);
            told.prices = stops::traded;
        }

        @Override
        public Matcher engine() {
            return engine;
        }

        @Override
        public void submit(
                long id, int owner, OrderKind then, int options, long amount, long stop, long limit, long distance) {
            stops.submit(id, owner, then, options, amount, stop, limit, distance, 1);
        }

        @Override
        public boolean cancel(long id) {
            return stops.cancel(id, CloseReason.CANCELLED, 1);
        }

        @Override
        public boolean replace(long id, int options, long remaining, long stop, long limit, long distance) {
            return stops.replace(id, options, remaining, stop, limit, distance, 1);
        }

        @Override
        public void run() {
            stops.run(engine, 1);
        }
    }

    private static final class NaiveDesk implements Both {
        private final NaiveEngine engine;
        private final NaiveStops stops;

        NaiveDesk(MatchListener log) {
            TradesTold told = new TradesTold(log);
            engine = new NaiveEngine(1_000, told);
            stops = new NaiveStops(engine, log);
            told.prices = stops::traded;
        }

        @Override
        public Matcher engine() {
            return engine;
        }

        @Override
        public void submit(
                long id, int owner, OrderKind then, int options, long amount, long stop, long limit, long distance) {
            stops.submit(id, owner, then, options, amount, stop, limit, distance, 1);
        }

        @Override
        public boolean cancel(long id) {
            return stops.cancel(id, CloseReason.CANCELLED, 1);
        }

        @Override
        public boolean replace(long id, int options, long remaining, long stop, long limit, long distance) {
            return stops.replace(id, options, remaining, stop, limit, distance, 1);
        }

        @Override
        public void run() {
            stops.run(1);
        }
    }

    private static void play(long seed, int ticks, Both desk) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int id = 1; id <= COMMANDS; id++) {
            long amount = (1 + random.nextInt(40)) * (random.nextBoolean() ? 1L : -1L);
            long price = 1_000 + random.nextInt(ticks);
            long limit = 1_000 + random.nextInt(ticks);
            long distance = 1 + random.nextInt(5);
            int owner = random.nextInt(3);
            int options = random.nextInt(4);
            long other = 1 + random.nextInt(id);
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> desk.engine().submit(id, owner, OrderKind.LIMIT, options, amount, price, 1);
                case 5 -> desk.engine().submit(id, owner, OrderKind.MARKET, options, amount, 0, 1);
                case 6 -> desk.submit(id, owner, OrderKind.MARKET, options, amount, price, 0, 0);
                case 7 -> desk.submit(id, owner, OrderKind.LIMIT, options, amount, price, limit, 0);
                case 8 -> desk.submit(id, owner, OrderKind.MARKET, options, amount, 0, 0, distance);
                case 9 -> {
                    boolean _ = desk.cancel(other) || desk.engine().cancel(other, 1);
                }
                case 10 -> {
                    boolean _ = desk.engine().replace(other, OrderKind.LIMIT, options, Math.abs(amount), price, 1);
                }
                default -> {
                    boolean _ = desk.replace(other, options, Math.abs(amount), price, limit, distance);
                }
            }
            desk.run();
        }
    }
}
