package tradelab.loadgen.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyCountsPropertyTest {

    @Property
    void countsInTheVeryBucketsOfAnHdrHistogram(@ForAll("latencies") List<Long> nanos) {
        LatencyCounts counts = new LatencyCounts();
        Histogram histogram = Latencies.histogram();
        nanos.forEach(value -> {
            counts.record(value);
            histogram.recordValue(value);
        });

        assertThat(counts.histogram()).isEqualTo(histogram);
        assertThat(counts.total()).isEqualTo(nanos.size());
    }

    @Property
    void partsAddUpToTheUnionInAnyOrder(
            @ForAll("latencies") List<Long> nanos,
            @ForAll @IntRange(min = 1, max = 8) int parts,
            @ForAll Random random) {
        LatencyCounts union = new LatencyCounts();
        List<LatencyCounts> shares = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            shares.add(new LatencyCounts());
        }
        nanos.forEach(value -> {
            union.record(value);
            shares.get(random.nextInt(parts)).record(value);
        });
        Collections.shuffle(shares, random);
        LatencyCounts merged = new LatencyCounts();
        shares.forEach(merged::add);

        assertThat(merged.histogram()).isEqualTo(union.histogram());
    }

    @Test
    void tenMillionSamplesAddLessThan32MiB() {
        LatencyCounts counts = new LatencyCounts();
        Random random = new Random(1);
        for (int i = 0; i < 10_000_000; i++) {
            counts.record((long) Math.exp(random.nextDouble() * 29)); // up to an hour
        }

        assertThat(counts.total()).isEqualTo(10_000_000);
        assertThat(counts.capacity() * (long) Integer.BYTES).isLessThan(256 * 1024);
        long ofOneSecond = 5L * counts.capacity() * Integer.BYTES;
        long ofTheWholeRun = 5L * counts.histogram().getEstimatedFootprintInBytes();
        assertThat(ofOneSecond + ofTheWholeRun).isLessThan(32L * 1024 * 1024);
    }

    @Provide
    Arbitrary<List<Long>> latencies() {
        return Arbitraries.longs()
                .between(0, Latencies.HIGHEST_NANOS)
                .injectDuplicates(0.1)
                .list()
                .ofMaxSize(200);
    }
}
