package tradelab.trading.risk;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderType;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** The market takes such orders now, by its own clock. What does not wait needs continuous trading. */
final class SessionRule implements RiskRule {
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final LocalTime OPENS = LocalTime.of(8, 30);
    private static final LocalTime MATCHES = LocalTime.of(9, 0);
    private static final LocalTime CLOSING_AUCTION = LocalTime.of(13, 25);
    private static final LocalTime CLOSES = LocalTime.of(13, 30);
    private static final LocalTime ODD_OPENS = LocalTime.of(13, 40);
    private static final LocalTime LAST = LocalTime.of(14, 30);

    @Override
    public @Nullable Refused check(RiskRequest request) {
        if (!Markets.isTaiwan(request.order().instrument())) {
            return null;
        }
        ZonedDateTime now = Instant.ofEpochMilli(request.marketMillis()).atZone(TAIPEI);
        LocalTime time = now.toLocalTime();
        boolean weekday = now.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
        boolean lot = !Markets.isOddLot(request.order());
        boolean waits = request.order().type() == OrderType.LIMIT;
        boolean open = waits
                ? isIn(time, lot ? OPENS : MATCHES, CLOSES) || (!lot && isIn(time, ODD_OPENS, LAST))
                : isIn(time, MATCHES, CLOSING_AUCTION);
        return weekday && open
                ? null
                : RiskRequest.refused(
                        Reason.MARKET_CLOSED,
                        "SESSION",
                        "time",
                        "Monday to Friday, "
                                + (waits
                                        ? (lot ? OPENS : MATCHES) + " to " + CLOSES
                                        : MATCHES + " to " + CLOSING_AUCTION)
                                + " in Taipei",
                        now.getDayOfWeek() + " " + time.withNano(0));
    }

    private static boolean isIn(LocalTime time, LocalTime from, LocalTime to) {
        return !time.isBefore(from) && time.isBefore(to);
    }
}
