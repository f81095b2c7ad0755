package tradelab.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.Deflater;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.report.chart.PercentileCurve.Point;
import tradelab.report.suite.SyntheticRuns;

class PercentileCurvePropertyTest {
    @Property
    void risesFromTheFirstPointToTheLast(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 10_000_000_000L) Long> nanos) {
        Histogram histogram = new Histogram(3);
        nanos.forEach(histogram::recordValue);
        PercentileCurve curve =
                PercentileCurve.read(SyntheticRuns.packed(histogram)).orElseThrow();
        Point before = new Point(0, 0);
        for (Point point : curve.points()) {
            assertThat(point.nines()).isGreaterThanOrEqualTo(before.nines());
            assertThat(point.millis()).isGreaterThanOrEqualTo(before.millis());
            before = point;
        }
        assertThat(before.millis()).isEqualTo(histogram.getMaxValue() / 1e6);
        assertThat(curve.count()).isEqualTo(nanos.size());
    }

    @Property
    void refusesDamageInOneSentenceOrReadsIt(@ForAll byte[] noise) {
        try {
            var _ = PercentileCurve.read(Base64.getEncoder().encodeToString(noise));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("responseHistogram: expected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "not base64!", "AAAA", "HISTFAAAAAA="})
    void refusesWhatIsNoHistogram(String text) {
        assertThatThrownBy(() -> PercentileCurve.read(text)).hasMessageStartingWith("responseHistogram: expected");
    }

    @Test
    void refusesARangeThatWouldTakeAllMemory() {
        ByteBuffer header = ByteBuffer.allocate(41);
        header.putInt(0x1c849303 | 0x10)
                .putInt(1)
                .putInt(0)
                .putInt(5)
                .putLong(1)
                .putLong(Long.MAX_VALUE)
                .putDouble(1);
        Deflater deflater = new Deflater();
        deflater.setInput(header.array());
        deflater.finish();
        byte[] packed = new byte[200];
        int length = deflater.deflate(packed, 8, 192);
        deflater.end();
        ByteBuffer.wrap(packed).putInt(0x1c849304 | 0x10).putInt(length);
        String text = Base64.getEncoder().encodeToString(Arrays.copyOf(packed, length + 8));
        assertThatThrownBy(() -> PercentileCurve.read(text)).hasMessageContaining("with 5 digits");
    }
}
