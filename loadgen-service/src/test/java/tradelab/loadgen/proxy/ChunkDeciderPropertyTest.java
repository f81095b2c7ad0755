package tradelab.loadgen.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tradelab.loadgen.proxy.ChunkDecider.Decision;
import tradelab.loadgen.proxy.ChunkDecider.Piece;
import tradelab.loadgen.proxy.ChunkDecider.Then;
import tradelab.loadgen.proxy.Fault.Kind;

class ChunkDeciderPropertyTest {
    private static final long MILLI = 1_000_000;

    private static Fault fault(Kind kind, long amount, long jitterMillis, double share) {
        return Fault.of(kind, null, amount, jitterMillis, share, Duration.ofSeconds(1));
    }

    private static List<Fault> some(Random random) {
        List<Fault> faults = new ArrayList<>();
        if (random.nextBoolean()) {
            faults.add(fault(Kind.LATENCY, 1 + random.nextInt(100), random.nextInt(50), 1));
        }
        if (random.nextBoolean()) {
            faults.add(fault(Kind.SLICE, 1 + random.nextInt(100), random.nextInt(3), 1));
        }
        if (random.nextBoolean()) {
            faults.add(fault(Kind.BANDWIDTH, 1_000 + random.nextInt(1_000_000), 0, 1));
        }
        if (random.nextBoolean()) {
            faults.add(fault(Kind.CORRUPT, 0, 0, 0.5));
        }
        return faults;
    }

    @Property
    void piecesAreTheWholeChunkInOrderAndTheSameAgainWithTheSameSeed(@ForAll Random random, @ForAll long seed) {
        List<Fault> faults = some(random);
        ChunkDecider decider = new ChunkDecider(seed);
        ChunkDecider again = new ChunkDecider(seed);
        long now = 0;
        long last = Long.MIN_VALUE;
        for (int i = 0; i < 20; i++) {
            now += random.nextLong(20 * MILLI);
            int length = 1 + random.nextInt(70_000);
            Decision decision = decider.decide(faults, length, now);
            assertThat(again.decide(faults, length, now)).isEqualTo(decision);
            assertThat(decision.then()).isEqualTo(Then.GO_ON);
            assertThat(decision.pieces().size()).isBetween(1, ChunkDecider.PIECES_MAX);
            int at = 0;
            for (Piece piece : decision.pieces()) {
                assertThat(piece.from()).isEqualTo(at);
                assertThat(piece.atNanos()).isGreaterThanOrEqualTo(Math.max(now, last));
                at = piece.to();
                last = piece.atNanos();
            }
            assertThat(at).isEqualTo(length);
            assertThat(decision.pieces().stream()
                            .filter(piece -> piece.mask() != 0)
                            .count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Property
    void bandwidthIsNeverExceeded(@ForAll Random random) {
        long bytesPerSecond = 1_000 + random.nextInt(1_000_000);
        ChunkDecider decider = new ChunkDecider(1);
        List<Fault> faults = List.of(fault(Kind.BANDWIDTH, bytesPerSecond, 0, 1));
        long bytes = 0;
        long end = 0;
        for (int i = 0; i < 50; i++) {
            int length = 1 + random.nextInt(10_000);
            bytes += length;
            end = decider.decide(faults, length, 0).pieces().getLast().atNanos();
        }
        assertThat(end)
                .isBetween((long) (bytes * 1e9 / bytesPerSecond) - 100, (long) (bytes * 1e9 / bytesPerSecond) + 1);
    }

    @Test
    void aLimitLetsExactlySoManyBytesThrough() {
        ChunkDecider decider = new ChunkDecider(1);
        List<Fault> faults = List.of(fault(Kind.LIMIT, 100, 0, 1));
        assertThat(decider.decide(faults, 60, 0).then()).isEqualTo(Then.GO_ON);
        Decision last = decider.decide(faults, 60, 0);
        assertThat(last.then()).isEqualTo(Then.CLOSE);
        assertThat(last.pieces().getLast().to()).isEqualTo(40);
    }

    @Test
    void whatEndsAConnectionLosesTheChunk() {
        assertThat(new ChunkDecider(1).decide(List.of(fault(Kind.RESET, 0, 0, 1)), 10, 0))
                .isEqualTo(new Decision(List.of(), Then.RESET));
        assertThat(new ChunkDecider(1).decide(List.of(fault(Kind.HALF_OPEN, 0, 0, 1)), 10, 0))
                .isEqualTo(new Decision(List.of(), Then.HALF_OPEN));
        assertThat(new ChunkDecider(1).decide(List.of(fault(Kind.BLACK_HOLE, 0, 0, 1)), 10, 0))
                .isEqualTo(new Decision(List.of(), Then.GO_ON));
    }
}
