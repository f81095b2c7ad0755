package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.venue.market.ReplayOptions;

class RecordedReplayTest {
    private static final List<String> HEAD = List.of(
            "{\"event\":\"info\",\"version\":2}",
            "{\"event\":\"subscribed\",\"channel\":\"trades\",\"chanId\":8,\"symbol\":\"tBTCUSD\"}",
            "[8,[[10,1000,0.5,6443.1]]]",
            "{\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":7,\"symbol\":\"tBTCUSD\",\"prec\":\"P0\"}",
            "[7,[[6443,1,1],[6443.1,1,-1]]]");

    private final Vertx vertx = Vertx.vertx();
    private final FakeFloor floor = new FakeFloor(vertx);

    @TempDir
    Path directory;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void playsEveryFrameInOrderAndHoldsTheLastBook() throws Exception {
        RecordedReplay replay = replay(write("recording", 5_000), "0", 0, AfterEnd.HOLD);
        await(start(replay));
        Map<String, Object> status = awaitState(replay, "holding");
        assertThat(status)
                .containsEntry("frames.read", 5_000L + HEAD.size())
                .containsEntry("frames.unparsed", 0L)
                .containsEntry("books.crossed", 0L);
        assertThat(floor.updates + floor.tradeIds.size()).isEqualTo(5_000);
        assertThat(floor.tradeIds).isSorted();
        assertThat(floor.crossed).isZero();
    }

    @Test
    void stopsWhileSubscribersAreFullAndGoesOnAfterwards() throws Exception {
        floor.writableTurns = 10;
        RecordedReplay replay = replay(write("recording", 5_000), "0", 0, AfterEnd.HOLD);
        await(start(replay));
        var _ = awaitState(replay, "holding");
        assertThat(floor.timesFull).isBetween(4L, 6L);
        assertThat(floor.updates + floor.tradeIds.size()).isEqualTo(5_000);
    }

    @Test
    void waitsForItsFirstSubscriberBeforeTheFirstUpdate() throws Exception {
        RecordedReplay replay = replay(write("recording", 100), "0", 1, AfterEnd.HOLD);
        await(start(replay));
        assertThat(floor.snapshots).isEqualTo(1);
        assertThat(onLoop(replay::status)).containsEntry("state", "waiting_for_subscribers");
        assertThat(floor.updates).isZero();
        floor.subscribers = 1;
        var _ = awaitState(replay, "holding");
        assertThat(floor.updates).isPositive();
    }

    @Test
    void keepsTheRecordedPaceTimesTheSpeed() throws Exception {
        long startNanos = System.nanoTime();
        RecordedReplay replay = replay(write("recording", 100), "10", 0, AfterEnd.HOLD);
        await(start(replay));
        var _ = awaitState(replay, "holding");
        // 100 frames recorded over 1,000 ms: not before 100 ms have passed
        assertThat(System.nanoTime() - startNanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(95));
    }

    @Test
    void numbersAndDatesTradesOnwardsWhenItRepeats() throws Exception {
        RecordedReplay replay = replay(write("recording", 20), "0", 0, AfterEnd.REPEAT);
        await(start(replay));
        var _ = awaitStatus(replay, status -> Integer.valueOf(2).equals(status.get("rounds")));
        await(onLoop(replay::stop));
        assertThat(floor.tradeIds.size()).isEqualTo(4);
        assertThat(floor.tradeIds).isSorted().doesNotHaveDuplicates();
        assertThat(floor.tradeMillis).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void countsFramesThatDoNotParseAndPlaysTheOthers() throws Exception {
        List<String> frames = new ArrayList<>(HEAD);
        frames.addAll(List.of("[7,[6442,1,1]]", "[7,[broken", "[7,[6441,1,1]]"));
        RecordedReplay replay = replay(write("recording", frames), "0", 0, AfterEnd.HOLD);
        await(start(replay));
        assertThat(awaitState(replay, "holding"))
                .containsEntry("frames.read", 8L)
                .containsEntry("frames.unparsed", 1L)
                .containsEntry(
                        "frames.unparsed.first",
                        "frame 7: expected a number of at most 18 digits before byte 4, got '[7,[broken'");
        assertThat(floor.updates).isEqualTo(2);
    }

    @Test
    void saysInOneSentenceThatAFileIsMissing() throws Exception {
        Path missing = directory.resolve("missing");
        RecordedReplay replay = replay(missing, "1", 0, AfterEnd.HOLD);
        assertThat(failureOf(start(replay))).isEqualTo(missing + ": no such recording");
    }

    @Test
    void saysInOneSentenceThatARecordingIsOfOtherMarkets() throws Exception {
        List<String> frames =
                HEAD.stream().map(frame -> frame.replace("tBTCUSD", "tXMRUSD")).toList();
        Path file = write("recording", frames);
        assertThat(failureOf(start(replay(file, "1", 0, AfterEnd.HOLD))))
                .isEqualTo(file + ": the recording has no book of this venue's markets, only of [tXMRUSD]");
    }

    @Test
    void playsATruncatedFileToItsEndAndSaysWhereThatWas() throws Exception {
        byte[] whole = Files.readAllBytes(write("whole.gz", 50_000));
        Path half = Files.write(directory.resolve("half"), Arrays.copyOf(whole, whole.length / 2));
        RecordedReplay replay = replay(half, "0", 0, AfterEnd.HOLD);
        await(start(replay));
        Map<String, Object> status = awaitState(replay, "failed");
        assertThat(status)
                .containsEntry(
                        "error",
                        half + ": the recording is truncated or damaged: it ends after " + status.get("frames.read")
                                + " frames");
        assertThat(floor.updates).isGreaterThan(10_000);
    }

    @Test
    void makesNoCallAfterItWasStopped() throws Exception {
        RecordedReplay replay = replay(write("recording", 50_000), "0", 0, AfterEnd.HOLD);
        await(start(replay));
        await(onLoop(replay::stop));
        long updates = floor.updates;
        var _ = await(vertx.timer(20, TimeUnit.MILLISECONDS));
        assertThat(floor.updates).isEqualTo(updates);
    }

    @Test
    void leadsTheBookToAnyMomentThatIsSought() throws Exception {
        RecordedReplay replay = replay(write("recording", 5_000), "1", 0, AfterEnd.HOLD);
        await(start(replay));
        await(onLoop(() -> replay.change(new ReplayChange(true, null, null))));
        long firstMillis = await(onLoop(replay::view)).recordedMillis()
                - await(onLoop(replay::view)).positionMillis();
        for (int frame : new int[] {3_000, 10, 4_990, 20, 2_000, 2_010}) {
            long position = 1_000 + 10L * frame - firstMillis;
            await(onLoop(() -> replay.change(new ReplayChange(null, null, position))));
            assertThat(await(onLoop(replay::view)).positionMillis()).isEqualTo(position);
            assertThat(floor.book.bids()).isEqualTo(bidsAfter(frame));
        }
        await(onLoop(() -> replay.change(new ReplayChange(false, BigDecimal.ZERO, null))));
        var _ = awaitState(replay, "holding");
        assertThat(floor.book.bids()).isEqualTo(bidsAfter(5_000));
        assertThat(floor.tradeIds).isSorted().doesNotHaveDuplicates();
        assertThat(floor.tradeMillis).isSorted();
    }

    @Test
    void playsAgainFromWhereItIsToldAfterTheEnd() throws Exception {
        RecordedReplay replay = replay(write("recording", 1_000), "0", 0, AfterEnd.HOLD);
        await(start(replay));
        var _ = awaitState(replay, "holding");
        long updates = floor.updates;
        await(onLoop(() -> replay.change(new ReplayChange(null, null, 0L))));
        var _ = awaitState(replay, "holding");
        assertThat(floor.updates).isEqualTo(2 * updates);
        assertThat(floor.tradeIds).isSorted().doesNotHaveDuplicates();
        assertThat(onLoop(replay::status)).containsEntry("frames.read", 1_000L + HEAD.size());
    }

    @Test
    void goesOnWhereItWasPausedAtAnotherSpeed() throws Exception {
        var nanos = new AtomicLong();
        RecordedReplay replay = RecordedReplay.of(
                new ReplayOptions(write("recording", 5_000), BigDecimal.ONE, 0), AfterEnd.HOLD, nanos::get);
        await(start(replay));
        await(onLoop(() -> replay.change(new ReplayChange(true, null, null))));
        long paused = await(onLoop(replay::view)).recordedMillis();
        var _ = nanos.addAndGet(TimeUnit.SECONDS.toNanos(100));
        assertThat(await(onLoop(replay::view)).recordedMillis()).isEqualTo(paused);
        await(onLoop(() -> replay.change(new ReplayChange(false, BigDecimal.TEN, null))));
        long played = floor.updates;
        var _ = nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        var _ = awaitStatus(replay, _ -> floor.updates - played >= 890); // ten recorded seconds, a frame each 10 ms
        assertThat(floor.updates - played).isLessThan(910);
    }

    @Test
    void refusesAPositionBeyondTheEnd() throws Exception {
        RecordedReplay replay = replay(write("recording", 100), "1", 0, AfterEnd.HOLD);
        await(start(replay));
        long length = await(onLoop(replay::view)).lengthMillis();
        assertThat(failureOf(onLoop(() -> replay.change(new ReplayChange(null, null, length + 1)))))
                .isEqualTo("positionMillis: expected 0 to " + length + ", got '" + (length + 1) + "'");
    }

    /** The bids when so many frames after the head were played. */
    private static TreeMap<Long, Long> bidsAfter(int frames) {
        TreeMap<Long, Long> bids = new TreeMap<>();
        bids.put(644_300_000_000L, 100_000_000L);
        for (int i = 1; i <= frames; i++) {
            if (i % 10 != 0) {
                bids.put((6_400 + i * 7919 % 40) * 100_000_000L, (1 + i * 31 % 97) * 100_000_000L);
            }
        }
        return bids;
    }

    private Future<Void> start(RecordedReplay replay) throws Exception {
        return onLoop(() -> replay.start(floor));
    }

    private static RecordedReplay replay(Path file, String speed, int subscribersMin, AfterEnd afterEnd) {
        return RecordedReplay.of(new ReplayOptions(file, new BigDecimal(speed), subscribersMin), afterEnd);
    }

    private Path write(String name, int updates) throws IOException {
        List<String> frames = new ArrayList<>(HEAD);
        for (int i = 1; i <= updates; i++) {
            frames.add(
                    i % 10 == 0
                            ? "[8,\"te\",[" + (10 + i) + "," + (1_000 + 10 * i) + ",0.1,6443.1]]"
                            : "[7,[" + (6_400 + i * 7919 % 40) + ",1," + (1 + i * 31 % 97) + "]]");
        }
        return write(name, frames);
    }

    private Path write(String name, List<String> frames) throws IOException {
        Path file = directory.resolve(name);
        try (RecordingWriter writer = RecordingWriter.create(file)) {
            for (String frame : frames) {
                writer.write(frame);
            }
        }
        return file;
    }

    private Map<String, Object> awaitState(RecordedReplay replay, String state) throws Exception {
        return awaitStatus(replay, status -> state.equals(status.get("state")));
    }

    private Map<String, Object> awaitStatus(RecordedReplay replay, Predicate<Map<String, Object>> wanted)
            throws Exception {
        return until("a state of the replay", () -> onLoop(replay::status), wanted);
    }

    private <T> T onLoop(Callable<T> action) throws Exception {
        return Replays.onLoop(vertx, action);
    }

    private static String failureOf(Future<Void> future) throws Exception {
        return String.valueOf(await(future.map("started").otherwise(Throwable::getMessage)));
    }
}
