package tradelab.loadgen.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DataTest {
    private static Feed feed(int rows, Feed.Order order, Feed.Sharing sharing, Feed.End end) {
        List<List<String>> values =
                IntStream.range(0, rows).mapToObj(i -> List.of("v" + i)).toList();
        return new Feed("f", List.of("c"), values, order, sharing, end);
    }

    @Test
    void loopsDivideTheRowsAndEachRowIsTakenOnce() {
        Feed feed = feed(100, Feed.Order.SEQUENTIAL, Feed.Sharing.ALL, Feed.End.STOP);
        List<Integer> taken = new ArrayList<>();
        for (int loop = 0; loop < 3; loop++) {
            FeedCursor cursor = new FeedCursor(feed, 1, loop, 3);
            for (int row = cursor.take(0); row != FeedCursor.NONE; row = cursor.take(0)) {
                taken.add(row);
            }
        }
        assertThat(taken)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void beginsAnewAfterTheLastRow() {
        FeedCursor cursor = new FeedCursor(feed(3, Feed.Order.SEQUENTIAL, Feed.Sharing.EACH, Feed.End.REPEAT), 1, 1, 2);
        assertThat(IntStream.range(0, 7).map(cursor::take)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void aRandomRowDependsOnTheArrivalAlone() {
        Feed feed = feed(50, Feed.Order.RANDOM, Feed.Sharing.ALL, Feed.End.REPEAT);
        FeedCursor one = new FeedCursor(feed, 7, 0, 2);
        FeedCursor other = new FeedCursor(feed, 7, 1, 2);
        int[] counts = new int[50];
        for (long i = 0; i < 50_000; i++) {
            int row = one.take(i);
            assertThat(other.take(i)).isEqualTo(row);
            counts[row]++;
        }
        assertThat(IntStream.of(counts)).allMatch(count -> count >= 800 && count <= 1_200);
    }

    @Test
    void zipfAsksForKeysAsItsLawSays() {
        Keys.Chooser chooser = new Keys.Chooser(new Keys("k", Keys.Popularity.ZIPF, 1_000, List.of(), 1), 3);
        int[] counts = new int[1_000];
        for (long i = 0; i < 200_000; i++) {
            counts[chooser.choose(i)]++;
        }
        double harmonic =
                IntStream.rangeClosed(1, 1_000).mapToDouble(i -> 1.0 / i).sum();
        assertThat((double) counts[0]).isCloseTo(200_000 / harmonic, within(600.0));
        assertThat((double) counts[9]).isCloseTo(200_000 / harmonic / 10, within(250.0));
    }

    @Test
    void dataStaysDataWhereverItGoes() {
        byte[] evil = "a b\r\nx: \"1\\/ü".getBytes(StandardCharsets.UTF_8);
        assertThat(escaped(Escape.PATH, evil)).isEqualTo("a%20b%0d%0ax:%20%221%5c%2f%c3%bc");
        assertThat(escaped(Escape.HEADER, evil)).isEqualTo("a b  x: \"1\\/  ");
        assertThat(escaped(Escape.JSON, evil)).isEqualTo("a b\\u000d\\u000ax: \\\"1\\\\/ü");
    }

    private static String escaped(Escape escape, byte[] value) {
        ByteWriter out = new ByteWriter();
        escape.write(out, value);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    @Test
    void looksIntoAnswers() {
        Answer answer = new Answer();
        answer.begin();
        byte[] header = "Content-Type: application/json".getBytes(StandardCharsets.US_ASCII);
        byte[] body = "{\"orders\":[{\"id\":\"x-7\",\"filled\":true}]}".getBytes(StandardCharsets.UTF_8);
        answer.header(header, 0, header.length);
        answer.body(body, 0, 10);
        answer.body(body, 10, body.length - 10);

        assertThat(read(answer, Source.Kind.HEADER, "content-type", 0)).isEqualTo("application/json");
        assertThat(read(answer, Source.Kind.POINTER, "/orders/0/id", 0)).isEqualTo("x-7");
        assertThat(read(answer, Source.Kind.POINTER, "/orders/1", 0)).isNull();
        assertThat(read(answer, Source.Kind.PATTERN, "\"id\":\"x-(\\d+)\"", 1)).isEqualTo("7");
        assertThat(new Check(
                                "c",
                                new Source(Source.Kind.POINTER, "/orders/0/filled", 0),
                                Check.Comparison.EQUALS,
                                "true")
                        .ready())
                .accepts(answer);
        assertThat(new Check("c", new Source(Source.Kind.BODY, "", 0), Check.Comparison.MATCHES, "^\\[").ready())
                .rejects(answer);
    }

    @Test
    void aHostilePatternAndAHostileBodyCostTheirLengthAtMost() {
        Answer answer = new Answer();
        answer.begin();
        byte[] body = "a".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        answer.body(body, 0, body.length);
        assertThat(read(answer, Source.Kind.PATTERN, "(a+)+b", 0)).isNull();
        Answer longer = new Answer();
        longer.begin();
        longer.body(body, 0, body.length);
        longer.body(body, 0, body.length);
        assertThat(longer.text()).isNull();
        assertThat(longer.json().isMissingNode()).isTrue();
    }

    private static @Nullable String read(Answer answer, Source.Kind kind, String what, int group) {
        return new Source(kind, what, group).reader().read(answer);
    }
}
