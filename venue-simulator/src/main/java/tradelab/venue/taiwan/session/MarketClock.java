package tradelab.venue.taiwan.session;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import tradelab.contracts.Require;

/**
 * The market's time as a function of the wall clock's: faster by a factor, and without nights and weekends. A trading day
 * is 08:30 to 14:30; the next one follows at once.
 */
public final class MarketClock {
    private static final LocalTime OPENS = Phase.PRE_OPEN.begins();
    private static final long DAY_MILLIS = (Phase.CLOSED.begins().toSecondOfDay() - OPENS.toSecondOfDay()) * 1_000L;
    private static final BigDecimal SPEED_MAX = BigDecimal.valueOf(10_000);

    private final BigDecimal speed;
    private final long wallStartMillis;
    private final LocalDate firstDay;
    private final long offsetMillis;
    private LocalDate day;
    private long dayNumber;

    /** @param start Taipei time; moved to the next trading time if it is none */
    public MarketClock(LocalDateTime start, BigDecimal speed, long wallStartMillis) {
        if (speed.signum() <= 0 || speed.compareTo(SPEED_MAX) > 0) {
            throw Require.refused("clockSpeed", "above 0, at most " + SPEED_MAX, speed.toPlainString());
        }
        this.speed = speed;
        this.wallStartMillis = wallStartMillis;
        boolean over = !start.toLocalTime().isBefore(Phase.CLOSED.begins());
        boolean today = TradingDays.isTrading(start.toLocalDate()) && !over;
        firstDay = today ? start.toLocalDate() : TradingDays.next(start.toLocalDate());
        offsetMillis = today && start.toLocalTime().isAfter(OPENS)
                ? (start.toLocalTime().toNanoOfDay() - OPENS.toNanoOfDay()) / 1_000_000
                : 0;
        day = firstDay;
    }

    /** Returns market milliseconds since 1970. */
    public long marketMillis(long wallMillis) {
        long wall = Math.max(0, wallMillis - wallStartMillis);
        long elapsed = offsetMillis + speed.multiply(BigDecimal.valueOf(wall)).longValue();
        long number = elapsed / DAY_MILLIS;
        if (number < dayNumber) {
            day = firstDay;
            dayNumber = 0;
        }
        while (dayNumber < number) {
            day = TradingDays.next(day);
            dayNumber++;
        }
        return TradingDays.millis(day, OPENS) + elapsed % DAY_MILLIS;
    }

    public BigDecimal speed() {
        return speed;
    }
}
