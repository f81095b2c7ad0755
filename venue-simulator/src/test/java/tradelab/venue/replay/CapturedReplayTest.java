package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a whole capture with receipt times: the real one where it lies beside the repository, else a written one. */
class CapturedReplayTest {
    private static final Path REAL = Path.of("../../shared/data/bitfinex/cryptofeed_BITFINEX.ws.11.0.txt");

    @TempDir
    Path directory;

    @Test
    void readsACaptureWithNothingUnparsedAndItsOwnTimes() throws Exception {
        Path file = Files.exists(REAL) ? REAL : written();
        List<TimedEvent> events = new ArrayList<>();
        FrameSummary summary = read(file, events);
        assertThat(summary.unparsed()).as("%s", summary).isZero();
        assertThat(summary.crossed()).isZero();
        assertThat(summary.bookUpdates()).isGreaterThan(100);
        assertThat(events).extracting(TimedEvent::atMillis).isSorted();
        assertThat(events.getFirst().atMillis()).isBetween(1_600_000_000_000L, 1_700_000_000_000L);
    }

    private static FrameSummary read(Path file, List<TimedEvent> events) throws InterruptedException {
        var woken = new Semaphore(0);
        var reader = new RecordingReader(file, woken::release);
        reader.start();
        while (true) {
            ReplayBatch batch = reader.take();
            if (batch == null) {
                woken.acquire();
                continue;
            }
            assertThat(batch.failure()).isNull();
            events.addAll(batch.events());
            if (batch.last()) {
                return batch.summary();
            }
        }
    }

    private Path written() throws IOException {
        StringBuilder text = new StringBuilder("""
            wss://host/ws/2 <-> 1618677543.367689
            wss://host/ws/2 <- 1618677543.829587: {"event":"conf","flags":65536}
            1618677543.83163: {"event":"subscribed","channel":"book","chanId":7,"symbol":"tBTCUSD","prec":"P0"}
            1618677543.9: [7,[[60400,1,0.5],[60410,1,-0.5]],1]
            """);
        for (int i = 0; i < 200; i++) {
            text.append("1618677544.%03d: [7,[%d,1,0.5],%d]%n".formatted(i, 60_000 + i, i + 2));
        }
        return Files.writeString(directory.resolve("capture.txt"), text);
    }
}
