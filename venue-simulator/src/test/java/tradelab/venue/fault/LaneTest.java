package tradelab.venue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
    private final Lane lane = new Lane();
    private final List<String> left = new ArrayList<>();

    @Test
    void letsNothingLeaveBeforeWhatWaitsAlready() {
        assertThat(keep("slow", 1_000, 0)).isEqualTo(1_000);
        assertThat(keep("not struck", 0, 400)).isEqualTo(600);
        assertThat(keep("slower", 2_000, 500)).isEqualTo(2_000);
        lane.leaveFirst();
        lane.leaveFirst();
        assertThat(left).containsExactly("slow", "not struck");
        assertThat(lane.hasWaiting()).isTrue();
    }

    @Test
    void letsTheFirstGoWhenTooManyWait() {
        for (int i = 0; i < Lane.FRAMES_MAX; i++) {
            var _ = keep("frame " + i, 1_000, 0);
        }
        assertThat(left).isEmpty();
        var _ = keep("one more", 1_000, 0);
        assertThat(left).containsExactly("frame 0");
    }

    @Test
    void holdsOneBackUntilTheNextHasLeft() {
        assertThat(lane.holdBack(() -> left.add("held"))).isTrue();
        assertThat(lane.holdBack(() -> left.add("next"))).isFalse();
        assertThat(lane.isFree()).isFalse();
        lane.release();
        lane.release();
        assertThat(left).containsExactly("held");
        assertThat(lane.isFree()).isTrue();
    }

    private long keep(String name, long wait, long now) {
        return lane.keep(() -> left.add(name), name.length(), wait, now);
    }
}
