package tradelab.loadgen.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShapesTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aSpikeIsTenTimesTheBaseForAsLongAsItSays() {
        RateCurve spike = Shapes.spike(100, 1_000, 10 * SECOND, 5 * SECOND, 30 * SECOND);

        assertThat(spike.rateAt(9 * SECOND)).isEqualTo(100);
        assertThat(spike.rateAt(10 * SECOND)).isEqualTo(1_000);
        assertThat(spike.rateAt(15 * SECOND)).isEqualTo(100);
        assertThat(spike.count()).isEqualTo(25 * 100 + 5 * 1_000);
    }

    @Test
    void burstsComeBackEveryPeriod() {
        RateCurve burst = Shapes.burst(0, 200, SECOND, 4 * SECOND, 10 * SECOND);

        assertThat(burst.count()).isEqualTo(600);
        assertThat(burst.durationNanos()).isEqualTo(10 * SECOND);
        assertThat(burst.rateAt(4 * SECOND)).isEqualTo(200);
        assertThat(burst.rateAt(5 * SECOND)).isZero();
    }

    @Test
    void aWaveHasTheAreaOfItsMiddleAndReachesBothEnds() {
        RateCurve wave = Shapes.wave(100, 300, 8 * SECOND, 16 * SECOND);

        assertThat(wave.areaUntil(16 * SECOND)).isCloseTo(3_200, within(0.01));
        assertThat(wave.rateAt(2 * SECOND)).isCloseTo(300, within(0.01));
        assertThat(wave.rateAt(6 * SECOND)).isCloseTo(100, within(0.01));
    }

    @Test
    void stepsHoldEachRateEquallyLong() {
        RateCurve steps = Shapes.steps(100, 500, 5, 10 * SECOND);

        assertThat(steps.rateAt(0)).isEqualTo(100);
        assertThat(steps.rateAt(5 * SECOND)).isEqualTo(300);
        assertThat(steps.rateAt(9 * SECOND)).isEqualTo(500);
        assertThat(steps.count()).isEqualTo(3_000);
    }

    @Test
    void aRandomRateComesAgainFromTheSameSeedOnly() {
        RateCurve one = Shapes.random(10, 100, SECOND, 1, 60 * SECOND);

        assertThat(Shapes.random(10, 100, SECOND, 1, 60 * SECOND).areaUntil(60 * SECOND))
                .isEqualTo(one.areaUntil(60 * SECOND));
        assertThat(Shapes.random(10, 100, SECOND, 2, 60 * SECOND).areaUntil(60 * SECOND))
                .isNotEqualTo(one.areaUntil(60 * SECOND));
        assertThat(one.count()).isBetween(600L, 6_000L);
    }

    @Test
    void marketShapesPeakWhereTheMarketDoes() {
        RateCurve auction = Shapes.openingAuction(50, 1_000, 20 * SECOND, 60 * SECOND);
        RateCurve news = Shapes.newsSpike(50, 1_000, 20 * SECOND, 5 * SECOND, 60 * SECOND);
        RateCurve lock = Shapes.limitUpLock(50, 1_000, 60 * SECOND);
        RateCurve storm = Shapes.cancelStorm(50, 1_000, 64 * SECOND);

        assertThat(auction.rateAt(SECOND)).isLessThan(auction.rateAt(15 * SECOND));
        assertThat(auction.rateAt(20 * SECOND)).isEqualTo(1_000);
        assertThat(auction.durationNanos()).isEqualTo(60 * SECOND);
        assertThat(news.rateAt(20 * SECOND)).isEqualTo(1_000);
        assertThat(news.rateAt(25 * SECOND)).isCloseTo(525, within(5.0));
        assertThat(lock.rateAt(30 * SECOND)).isEqualTo(1_000);
        assertThat(storm.rateAt(20 * SECOND)).isEqualTo(1_000);
        assertThat(storm.durationNanos()).isEqualTo(64 * SECOND);
    }

    @Test
    void curvesFollowEachOther() {
        RateCurve both = Shapes.ramp(0, 100, SECOND)
                .then(RateCurve.constant(100, SECOND))
                .times(2);

        assertThat(both.count()).isEqualTo(300);
    }

    @Test
    void refusesWhatCannotBeDrawn() {
        assertThatThrownBy(() -> Shapes.wave(0, 1, 1_000, SECOND)).hasMessageContaining("period: expected");
        assertThatThrownBy(() -> Shapes.spike(1, 2, 2 * SECOND, 1, SECOND)).hasMessageContaining("spike at");
        assertThatThrownBy(() -> Shapes.ramp(-1, 2, SECOND)).hasMessageContaining("rate: expected");
    }
}
