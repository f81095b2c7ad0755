package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.venue.life.GeneratedRecording;
import tradelab.venue.market.ReplayOptions;

/** Replays a whole recording: the real one where it lies beside the repository, else one of generated life. */
class RecordedDayTest {
    private static final Path REAL = Path.of("../../shared/data/bitfinex/ws_raw_tBTCUSD_2018-11-12.txt.gz");
    private static final Map<String, Object> REAL_COUNTS = Map.of(
            "frames.read", 1_057_704L,
            "frames.book.snapshots", 2L,
            "frames.book.updates", 1_043_118L,
            "frames.trades.executed", 4_473L,
            "frames.trades.updated", 4_465L,
            "frames.heartbeats", 5_638L);

    @TempDir
    Path directory;

    @Test
    void playsAWholeRecordingWithNothingUnparsedAndNoCrossedBook() throws Exception {
        boolean real = Files.exists(REAL);
        Map<String, Object> expected = REAL_COUNTS;
        Path file = REAL;
        if (!real) {
            file = directory.resolve("generated.txt.gz");
            expected = GeneratedRecording.write(file, 50_000);
        }
        Vertx vertx = Vertx.vertx();
        var floor = new FakeFloor(vertx);
        var replay = RecordedReplay.of(new ReplayOptions(file, BigDecimal.ZERO, 0));
        try {
            await(Replays.onLoop(vertx, () -> replay.start(floor)));
            Map<String, Object> status = awaitEnd(vertx, replay);
            assertThat(status).containsAllEntriesOf(expected);
            assertThat(status).containsEntry("frames.unparsed", 0L).containsEntry("books.crossed", 0L);
            assertThat(floor.crossed).isZero();
            assertThat(floor.updates).isEqualTo(expected.get("frames.book.updates"));
            assertThat((long) floor.tradeIds.size()).isEqualTo(expected.get("frames.trades.executed"));
        } finally {
            await(vertx.close());
        }
    }

    private static Map<String, Object> awaitEnd(Vertx vertx, RecordedReplay replay) throws Exception {
        return until(
                "the end of the recording",
                () -> Replays.onLoop(vertx, replay::status),
                status -> "holding".equals(status.get("state")));
    }
}
