package tradelab.venue.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Require;

/** Answers recorded from the exchange, or where there are none, answers like them. */
class FixturesTest {
    private static final Path RECORDED = Path.of("../../shared/data/fixtures");

    @Test
    void parsesEveryRecordedAnswerAndWritesTheSameAgain() throws IOException {
        List<String> answers = Files.isDirectory(RECORDED) ? recorded() : generated();
        assertThat(answers).hasSizeGreaterThan(3);
        for (String answer : answers) {
            JsonNode node = Require.present("json", Inputs.read(answer));
            String written = written(node);
            assertThat(Require.present("json", Inputs.read(written))).isEqualTo(node);
            assertThat(compact(written)).isEqualToIgnoringCase(compact(answer));
        }
    }

    private static String written(JsonNode node) {
        if (!node.isArray()) {
            return node.toString();
        }
        List<String> parts = new ArrayList<>();
        node.forEach(each -> parts.add(written(each)));
        return Row.list(parts);
    }

    /** Takes the blanks out that are not in a text, and reads escapes as what they stand for. */
    private static String compact(String json) {
        StringBuilder out = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '\\') {
                out.append(c).append(json.charAt(++i));
                continue;
            }
            quoted ^= c == '"';
            if (quoted || !Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static List<String> recorded() throws IOException {
        List<String> answers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt"))
                    .sorted()
                    .toList()) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                boolean stream = text.startsWith(">");
                String[] parts = text.split("\\R", stream ? 0 : 4);
                answers.add(stream ? text.substring(text.indexOf("\n=") + 2) : parts[3]);
            }
        }
        return answers;
    }

    private static List<String> generated() {
        return List.of(
                "[ 1 ]",
                "[0.0003447041095890411, 4e-7, -0.00001062, null, 157503514.7976808]",
                "[0,\"n\",[1575287438.515,\"on-req\",null,null,[1185815098,null,-2.5,\"LIMIT\"],null,\"SUCCESS\",\"a"
                        + " b\"]]",
                "[[\"exchange\",\"UST\",19788.6529257,0,null,\"Exchange 2.0 UST for USD @"
                        + " 11.696\",{\"reason\":\"TRADE\"}]]");
    }
}
