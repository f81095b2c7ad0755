package tradelab.marketdata.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

class RepliesPropertyTest {
    /** Writes down what it hears. */
    private static Replies into(List<String> heard) {
        return new Replies(new Replies.Sink() {
            @Override
            public void found(List<@Nullable Buffer> values) {
                heard.add(values.stream()
                        .map(value -> value == null ? "nothing" : value.toString(StandardCharsets.ISO_8859_1))
                        .toList()
                        .toString());
            }

            @Override
            public void said(String line) {
                heard.add(line);
            }

            @Override
            public void refused(String message) {
                heard.add(message);
            }
        });
    }

    @Property
    void answersAreTheSameHoweverTheStreamIsCut(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 8) int answers,
            @ForAll @IntRange(min = 1, max = 400) int cut) {
        SplittableRandom random = new SplittableRandom(seed);
        Buffer stream = Buffer.buffer();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < answers; i++) {
            expected.add(answer(stream, random));
        }

        List<String> heard = new ArrayList<>();
        Replies replies = into(heard);
        for (int at = 0; at < stream.length(); ) {
            int end = Math.min(stream.length(), at + 1 + random.nextInt(cut));
            replies.take(stream.getBuffer(at, end));
            at = end;
        }

        assertThat(heard).isEqualTo(expected);
    }

    /** Values of any bytes, line ends and what looks like answers among them. */
    private static String answer(Buffer stream, SplittableRandom random) {
        switch (random.nextInt(7)) {
            case 2 -> {
                String number = Integer.toString(random.nextInt());
                stream.appendString("$" + number.length() + "\r\n" + number + "\r\n");
                return number;
            }
            case 0 -> {
                stream.appendString("+PONG\r\n");
                return "PONG";
            }
            case 1 -> {
                stream.appendString("-LOADING Redis is loading\r\n");
                return "LOADING Redis is loading";
            }
            default -> {
                List<String> values = new ArrayList<>();
                int count = 1 + random.nextInt(5);
                stream.appendString("*" + count + "\r\n");
                for (int i = 0; i < count; i++) {
                    values.add(value(stream, random));
                }
                return values.toString();
            }
        }
    }

    private static String value(Buffer stream, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            stream.appendString("$-1\r\n");
            return "nothing";
        }
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(300);
        for (int i = 0; i < length; i++) {
            text.append(random.nextBoolean() ? "\r\n$*-+0".charAt(random.nextInt(7)) : (char) random.nextInt(256));
        }
        stream.appendString("$" + length + "\r\n")
                .appendBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1))
                .appendString("\r\n");
        return text.toString();
    }

    @Example
    void whatIsNoAnswerIsRefusedWithWhatWasExpected() {
        refused("x\r\n", "answer: expected an answer, got 'x'");
        refused("*x\r\n", "answer: expected a digit, got 'x'");
        refused("*0\r\n", "answer: expected 1 to 65536 values, got '0'");
        refused("*-1\r\n", "answer: expected 1 to 65536 values, got '-1'");
        refused("*\r\n", "answer: expected a number of 1 to 9 digits, got '0 bytes'");
        refused("*1234567890\r\n", "answer: expected a number of 1 to 9 digits, got '10 bytes'");
        refused("*1\r\n:1\r\n", "answer: expected a value, got ':'");
        refused("*1\r\n$99999999\r\n", "answer: expected at most 16777216 bytes, got '99999999'");
        refused("*1\r\n$1\r\nab\r\n", "answer: expected the end of a value, got 'b'");
        refused("*1\r\n$-2\r\n", "answer: expected a length, or -1, got '-2'");
        refused("$-1\r\n", "answer: expected a text, got '-1'");
        refused("$1025\r\n", "answer: expected at most 1024 bytes, got '1025'");
        refused("+" + "x".repeat(2_000), "answer: expected a line of at most 1024 bytes, got 'more'");
    }

    private static void refused(String stream, String message) {
        List<String> heard = new ArrayList<>();
        assertThatThrownBy(() -> into(heard).take(Buffer.buffer(stream)))
                .isInstanceOf(RedisException.class)
                .hasMessage(message);
        assertThat(heard).isEmpty();
    }
}
