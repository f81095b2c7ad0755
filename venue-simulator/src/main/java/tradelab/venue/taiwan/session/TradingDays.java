package tradelab.venue.taiwan.session;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** The calendar: Monday to Friday, in Taipei time, which has no summer time. Holidays are not known. */
public final class TradingDays {
    /** Asia/Taipei. */
    public static final ZoneOffset ZONE = ZoneOffset.ofHours(8);

    /** Days from a trade to its settlement. */
    public static final int SETTLEMENT_DAYS = 2;

    private TradingDays() {}

    public static boolean isTrading(LocalDate date) {
        return date.getDayOfWeek() != DayOfWeek.SATURDAY && date.getDayOfWeek() != DayOfWeek.SUNDAY;
    }

    /** Returns the first trading day after {@code date}. */
    public static LocalDate next(LocalDate date) {
        LocalDate next = date.plusDays(1);
        while (!isTrading(next)) {
            next = next.plusDays(1);
        }
        return next;
    }

    /** Returns the trading day {@code days} after {@code date}. */
    public static LocalDate after(LocalDate date, int days) {
        LocalDate after = date;
        for (int i = 0; i < days; i++) {
            after = next(after);
        }
        return after;
    }

    /** Returns whether a security listed on {@code listed} trades without limits on {@code date}. */
    public static boolean isNewListing(LocalDate listed, LocalDate date, int days) {
        return !date.isBefore(listed) && date.isBefore(after(isTrading(listed) ? listed : next(listed), days));
    }

    /** Returns milliseconds since 1970. */
    public static long millis(LocalDate date, LocalTime time) {
        return LocalDateTime.of(date, time).toInstant(ZONE).toEpochMilli();
    }

    /** Returns Taipei's date and time. */
    public static LocalDateTime local(long millis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZONE);
    }
}
