package tradelab.venue.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    @TempDir
    Path directory;

    @Test
    void returnsWhatTheWriterWroteGzippedOrPlain() throws IOException {
        List<String> frames =
                IntStream.range(0, 20_000).mapToObj(i -> "[7,[" + i + ",1,1]]").toList();
        for (String name : List.of("frames.txt", "frames.txt.gz")) {
            assertThat(frames(write(name, frames))).isEqualTo(frames);
        }
    }

    @Test
    void tellsGzipByItsContentNotByItsName() throws IOException {
        Path file = write("frames.gz", List.of("{}", "[1]"));
        Path renamed = Files.move(file, directory.resolve("frames.txt"));
        assertThat(frames(renamed)).containsExactly("{}", "[1]");
    }

    @Test
    void passesOverEmptyFramesAndLineEnds() throws IOException {
        Path file = Files.writeString(directory.resolve("frames.txt"), "{};;\r\n;;[1] ;;\n[2];;\n");
        assertThat(frames(file)).containsExactly("{}", "[1]", "[2]");
    }

    @Test
    void readsFramesAroundTheBoundsOfItsBuffer() throws IOException {
        for (int length = 65_530; length < 65_542; length++) {
            List<String> frames = List.of("[" + "1".repeat(length - 2) + "]", "[2]", "[3]");
            assertThat(frames(write("frames.txt", frames))).isEqualTo(frames);
        }
    }

    @Test
    void handsOutATooLongFrameAsAnEmptyOneAndGoesOn() throws IOException {
        String tooLong = "[" + "1".repeat(3 * FrameSplitter.FRAME_BYTES_MAX) + "]";
        assertThat(frames(write("frames.txt", List.of("{}", tooLong, "[2]")))).containsExactly("{}", "", "[2]");
    }

    @Test
    void readsACaptureWithReceiptTimes() throws IOException {
        Path file = Files.writeString(directory.resolve("capture.txt"), """
            wss://host/ws/2 <-> 1618677543.367689
            wss://host/ws/2 <- 1618677543.829587: {"event":"conf"}
            1618677543.83163: {"event":"info"}
            1618677544.5: [1]
            """);
        try (FrameSplitter frames = FrameSplitter.open(file)) {
            assertThat(frames.next()).isTrue();
            assertThat(frames.text()).isEqualTo("{\"event\":\"info\"}");
            assertThat(frames.receivedMillis()).isEqualTo(1_618_677_543_831L);
            assertThat(frames.next()).isTrue();
            assertThat(frames.receivedMillis()).isEqualTo(1_618_677_544_500L);
            assertThat(frames.next()).isFalse();
        }
    }

    @Test
    void saysWhereATruncatedFileEnds() throws IOException {
        Path whole = write(
                "frames.txt.gz",
                IntStream.range(0, 50_000).mapToObj(i -> "[" + i * 7919L + "]").toList());
        byte[] bytes = Files.readAllBytes(whole);
        Path half = Files.write(directory.resolve("half.gz"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        List<String> before = new ArrayList<>();
        assertThatThrownBy(() -> Recording.forEachFrame(half, before::add))
                .isInstanceOf(RecordingException.class)
                .hasMessage(
                        half + ": the recording is truncated or damaged: it ends after " + before.size() + " frames");
        assertThat(before).hasSizeGreaterThan(10_000);
    }

    @Test
    void refusesWhatIsNoRecordingInOneSentence() throws IOException {
        Path missing = directory.resolve("missing.gz");
        assertThatThrownBy(() -> frames(missing)).hasMessage(missing + ": no such recording");
        Path empty = Files.writeString(directory.resolve("empty"), " \n");
        assertThatThrownBy(() -> frames(empty)).hasMessage(empty + ": the recording holds no frames");
        Path prose = Files.writeString(directory.resolve("prose"), "Dear reader");
        assertThatThrownBy(() -> frames(prose)).hasMessageContaining("expected frames separated by ';;'");
        assertThatThrownBy(() -> frames(directory)).isInstanceOf(RecordingException.class);
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

    private static List<String> frames(Path file) throws IOException {
        List<String> frames = new ArrayList<>();
        Recording.forEachFrame(file, frames::add);
        return frames;
    }
}
