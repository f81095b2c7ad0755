package tradelab.loadgen.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import tradelab.contracts.loadgen.AgentFile;
import tradelab.contracts.loadgen.AgentFilePiece;

class HandoutPropertyTest {
    private static final long BEAT = 100_000_000;

    private static Map<String, String> files(Random random, int count) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            int length =
                    random.nextBoolean() ? 1 + random.nextInt(300_000) : AgentFilePiece.BYTES * (1 + random.nextInt(3));
            StringBuilder text = new StringBuilder(length);
            while (text.length() < length) {
                text.append((char) ('a' + random.nextInt(26)));
            }
            files.put("file-" + i + ".csv", text.toString());
        }
        return files;
    }

    /** Pieces are lost, doubled and out of order, on a bus that all agents hear. */
    @Property(tries = 200)
    void everyAgentHasTheVeryFilesInTheEnd(
            @ForAll @IntRange(min = 1, max = 4) int agents,
            @ForAll @IntRange(min = 1, max = 3) int count,
            @ForAll Random random) {
        Map<String, String> files = files(random, count);
        Handout handout = new Handout(files);
        List<Intake> intakes = new ArrayList<>();
        for (int i = 0; i < agents; i++) {
            intakes.add(new Intake(handout.files()));
        }
        long now = -5 * BEAT;
        for (int beat = 0; beat < 1_000 && !intakes.stream().allMatch(Intake::isComplete); beat++, now += BEAT) {
            List<AgentFilePiece> sent = new ArrayList<>();
            for (Intake intake : intakes) {
                if (!intake.isComplete()) {
                    sent.addAll(handout.asked("run-1", intake.missing(), now));
                }
            }
            sent.removeIf(_ -> random.nextInt(10) == 0);
            sent.addAll(List.copyOf(sent.subList(0, sent.size() / 4)));
            Collections.shuffle(sent, random);
            for (Intake intake : intakes) {
                sent.stream().filter(_ -> random.nextInt(20) > 0).forEach(piece -> {
                    var _ = intake.take(piece);
                });
            }
        }
        for (Intake intake : intakes) {
            assertThat(intake.isComplete()).isTrue();
            assertThat(intake.files()).isEqualTo(files);
        }
    }

    @Example
    void whatSeveralAskForAtOnceIsSentOnce() {
        Handout handout = new Handout(Map.of("a.csv", "x".repeat(20 * AgentFilePiece.BYTES)));
        Buffer first = new Intake(handout.files()).missing();
        assertThat(handout.asked("run-1", first, 0)).hasSize(Handout.WINDOW);
        assertThat(handout.asked("run-1", first, BEAT)).isEmpty();
        assertThat(handout.asked("run-1", first, 4 * BEAT)).hasSize(Handout.WINDOW);
        assertThat(handout.goesOn(3)).isTrue();
        assertThat(handout.goesOn(3)).isFalse();
    }

    @Example
    void aFileThatIsNotTheOneThatWasAnnouncedIsRefused() {
        Handout handout = new Handout(Map.of("a.csv", "abc"));
        Intake intake = new Intake(handout.files());
        assertThat(intake.missing().length()).isEqualTo(4);
        assertThat(intake.take(new AgentFilePiece("run-1", 0, Buffer.buffer("abd"))))
                .isTrue();
        assertThatThrownBy(intake::files)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file a.csv: SHA-256: expected ba7816bf");
        assertThatThrownBy(() -> intake.take(new AgentFilePiece("run-1", 0, Buffer.buffer("abcd"))))
                .hasMessage("piece 0: expected 3 bytes, got '4'");
        assertThatThrownBy(() -> intake.take(new AgentFilePiece("run-1", 1, Buffer.buffer("abc"))))
                .hasMessageStartingWith("piece: expected 0 to 0");
    }

    @Example
    void tooMuchIsRefusedByNameAndWithWhatToDo() {
        List<AgentFile> files = List.of(new AgentFile("a.csv", Pieces.BYTES_MAX, "0"), new AgentFile("b.csv", 1, "0"));
        assertThatThrownBy(() -> new Pieces(files))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("agents: expected files of at most 67108864 bytes together")
                .hasMessageContaining("cut them, or run the test without agents")
                .hasMessageContaining("[a.csv, b.csv] of 67108865");
    }
}
