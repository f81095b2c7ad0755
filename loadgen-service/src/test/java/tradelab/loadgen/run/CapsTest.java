package tradelab.loadgen.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.loadgen.cap.Caps;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.guard.TargetGuard;
import tradelab.loadgen.schedule.ConstantRate;
import tradelab.loadgen.schedule.Schedule;

class CapsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Caps CAPS = new Caps("loadgen.", 1_000, 64, Duration.ofMinutes(10), Caps.NONE);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "rate: 1000 ; 1000",
                "rate: 100|run: SPIKE ; 1000",
                "rate: 100|run: STRESS ; 200",
                "schedule: {shape: ramp, from: 10, to: 700} ; 700",
                "schedule: {shape: burst, base: 1, peak: 900, length: 10ms, period: 1s} ; 900",
                "schedule: {shape: wave, min: 0, max: 300, period: 2s} ; 300",
                "schedule: {shape: news-spike, base: 5, peak: 400} ; 400",
                "schedule: {shape: constant, rate: 100, scale: 2.5} ; 250",
                "schedule: {shape: ramp, to: 700, arrivals: poisson} ; 700",
                "schedule: {shape: stages, startRate: 6000, timeUnit: 1m, stages: [{duration: 9s, target: 60}]} ; 100",
                "schedule: {shape: phases, phases: [{shape: constant, rate: 3}, {shape: ramp, to: 8}]} ; 8",
                "schedule: {shape: replay, times: [0, 0.1, 0.2, 5, 5.5, 5.9, 5.99, 6]} ; 4",
            })
    void theHighestRateOfAScheduleIsKnown(String yaml, double peak) {
        assertThat(test(yaml).schedule().peakRate()).isEqualTo(peak);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "rate: 1001 ; rate: expected at most loadgen.rate-max 1000.0 at its peak, got '1001.0'",
                "rate: 101|run: SPIKE ; rate: expected at most loadgen.rate-max 1000.0 at its peak, got '1010.0'",
                "schedule: {shape: stages, stages: [{duration: 9s, target: 1001}]} ; rate: expected",
                "schedule: {shape: burst, base: 1, peak: 1001, length: 1ms, period: 1s} ; rate: expected",
                "duration: 601s ; duration: expected at most loadgen.duration-max PT10M, got 'PT10M1S'",
                "connections: 65 ; connections: expected at most loadgen.connections-max 64, got '65'",
            })
    void aTestBeyondThemIsRefusedBeforeAnythingIsResolved(String yaml, String message) {
        TargetGuard asksNobody = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT, host -> {
            throw new UnknownHostException("asked for " + host);
        });
        assertThatThrownBy(() -> Plans.pin(test(yaml), asksNobody, CAPS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aTestAtTheCapsIsLetThrough() {
        TargetGuard guard = TargetGuard.of(TargetGuard.ALLOWED_DEFAULT);
        assertThatCode(() -> Plans.pin(test("rate: 100|run: SPIKE|duration: 10m|connections: 64"), guard, CAPS))
                .doesNotThrowAnyException();
        assertThatCode(() -> Plans.pin(test("connections: 64"), guard, CAPS)).doesNotThrowAnyException();
    }

    @Test
    void changesKeepThemTooPausedOrNot() {
        Course running = Course.of(new ConstantRate(100, 60 * SECOND), 60 * SECOND, List.of(CAPS));
        for (Course course : new Course[] {running, running.with(new Change.Pause(), SECOND)}) {
            assertThatThrownBy(() -> course.with(new Change.Rate(1_001), 2 * SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("rate: expected at most loadgen.rate-max");
            assertThatThrownBy(() -> course.with(new Change.Extend(Duration.ofSeconds(541)), 2 * SECOND))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("duration: expected at most loadgen.duration-max PT10M, got 'PT10M1S'");
        }
        Course changed =
                running.with(new Change.Rate(1_000), SECOND).with(new Change.Extend(Duration.ofMinutes(9)), 2 * SECOND);
        assertThat(changed.endNanos()).isEqualTo(600 * SECOND);
        Schedule schedule = Objects.requireNonNull(changed.schedule());
        assertThat(schedule.peakRate()).isEqualTo(1_000);
        assertThatThrownBy(() -> changed.with(new Change.Extend(Duration.ofMillis(10)), 3 * SECOND))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static LoadTest test(String yaml) {
        return DefinitionReader.read("t.yaml", "target: http://127.0.0.1:1\n" + yaml.replace('|', '\n'));
    }
}
