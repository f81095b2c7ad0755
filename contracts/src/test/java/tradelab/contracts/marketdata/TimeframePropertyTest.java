package tradelab.contracts.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class TimeframePropertyTest {
    @Property
    void framesFollowEachOtherWithoutAGapAndHoldTheirFirstMillisecondOnly(
            @ForAll Timeframe frame, @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long epochMillis) {
        long start = frame.start(epochMillis);
        long end = frame.end(start);

        assertThat(epochMillis).isGreaterThanOrEqualTo(start).isLessThan(end);
        assertThat(frame.start(start)).isEqualTo(start);
        assertThat(frame.start(end - 1)).isEqualTo(start);
        assertThat(frame.start(end)).isEqualTo(end);
    }

    @Property
    void goingBackIsTheReverseOfGoingOn(
            @ForAll Timeframe frame,
            @ForAll @LongRange(min = 1_000_000_000_000L, max = 4_102_444_800_000L) long epochMillis,
            @ForAll @IntRange(min = 0, max = 50) int count) {
        long start = frame.back(frame.start(epochMillis), count);
        long forward = start;
        for (int i = 0; i < count; i++) {
            forward = frame.end(forward);
        }

        assertThat(frame.start(start)).isEqualTo(start);
        assertThat(forward).isEqualTo(frame.start(epochMillis));
    }

    @Property
    void weeksBeginOnMondaysAndMonthsOnTheFirst(
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long epochMillis) {
        assertThat(utc(Timeframe.W1.start(epochMillis)).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(utc(Timeframe.D14.start(epochMillis)).getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
        assertThat(utc(Timeframe.MONTH.start(epochMillis)).getDayOfMonth()).isEqualTo(1);
        assertThat(utc(Timeframe.MONTH.start(epochMillis)).toLocalTime().toSecondOfDay())
                .isZero();
    }

    @Example
    void anUnknownFrameIsRefusedWithTheOnesThereAre() {
        assertThat(Timeframe.parse("7D")).isEqualTo(Timeframe.W1);
        assertThatThrownBy(() -> Timeframe.parse("2m"))
                .hasMessage("timeframe: expected one of 1m 5m 15m 30m 1h 3h 6h 12h 1D 1W 14D 1M, got '2m'");
    }

    private static ZonedDateTime utc(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC);
    }
}
