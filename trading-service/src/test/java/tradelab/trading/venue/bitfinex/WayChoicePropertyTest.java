package tradelab.trading.venue.bitfinex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class WayChoicePropertyTest {
    private static final long STEP_NANOS = WayChoice.AWAY_NANOS_MIN / 4;

    /** What happens in one step: bit 0 the socket is up, bit 1 REST answers, bit 2 the socket answers. */
    @Property
    void usesWhatIsThereAndComesBackToWhatIsPreferred(
            @ForAll Way preferred, @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 7) Integer> steps) {
        WayChoice choice = new WayChoice(preferred);
        Set<Way> failing = EnumSet.noneOf(Way.class);
        long now = Long.MAX_VALUE - 50 * STEP_NANOS; // the clock may overflow on the way
        for (int step : steps) {
            boolean up = (step & 1) != 0;
            Way way = choice.next(up, now);
            assertThat(way == Way.WEBSOCKET && !up).isFalse();
            if ((step & (way == Way.REST ? 2 : 4)) != 0) {
                choice.answered(way);
                failing.remove(way);
            } else {
                choice.failed(way, now);
                failing.add(way);
                if (!failing.contains(way.other())) {
                    assertThat(choice.next(true, now)).isEqualTo(way.other());
                }
            }
            now += STEP_NANOS;
        }
        assertThat(choice.next(true, now + WayChoice.AWAY_NANOS_MAX)).isEqualTo(preferred);
        choice.answered(preferred);
        choice.failed(preferred, now);
        choice.answered(preferred.other());
        assertThat(choice.next(true, now + 1)).isEqualTo(preferred.other());
        assertThat(choice.next(true, now + WayChoice.AWAY_NANOS_MIN)).isEqualTo(preferred);
    }
}
