package tradelab.trading.partition;

import java.util.function.LongSupplier;

/**
 * The database's clock as seen from here. All instances share it, however wrong their own clocks are.
 *
 * <p>Not thread-safe: one event loop owns it.
 */
public final class DatabaseClock {
    private final LongSupplier ownMicros;
    private long offsetMicros;

    /** @param ownMicros our own wall clock in microseconds, which counts until the database was seen */
    public DatabaseClock(LongSupplier ownMicros) {
        this.ownMicros = ownMicros;
    }

    /** Returns the database's time in microseconds since 1970; it may jump. */
    public long micros() {
        return ownMicros.getAsLong() + offsetMicros;
    }

    long ownMicros() {
        return ownMicros.getAsLong();
    }

    /** Between {@code askedMicros} and {@code answeredMicros} of our own clock the database's was {@code theirMicros}. */
    void seen(long theirMicros, long askedMicros, long answeredMicros) {
        long least = theirMicros - answeredMicros;
        long most = theirMicros - askedMicros;
        if (offsetMicros < least || offsetMicros > most) {
            offsetMicros = least + (most - least) / 2;
        }
    }
}
