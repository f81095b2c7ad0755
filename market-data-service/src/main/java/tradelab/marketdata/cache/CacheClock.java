package tradelab.marketdata.cache;

/** The two clocks of the cache: one that never goes back, for ages; one that other machines understand. */
public interface CacheClock {
    CacheClock SYSTEM = new CacheClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long epochMillis() {
            return System.currentTimeMillis();
        }
    };

    long nanos();

    long epochMillis();
}
