package tradelab.trading.risk;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/** The market takes orders now, by its own clock. */
final class SessionRule implements RiskRule {
    private static final ZoneId TAIPEI = ZoneId.of("Asia/Taipei");
    private static final LocalTime OPENS = LocalTime.of(8, 30);
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
        boolean regular = !time.isBefore(OPENS) && time.isBefore(CLOSES);
        boolean odd = Markets.isOddLot(request.order()) && !time.isBefore(ODD_OPENS) && time.isBefore(LAST);
        return weekday && (regular || odd)
                ? null
                : RiskRequest.refused(
                        Reason.MARKET_CLOSED,
                        "SESSION",
                        "time",
                        "Monday to Friday, " + OPENS + " to " + CLOSES + " in Taipei",
                        now.getDayOfWeek() + " " + time.withNano(0));
    }
}
