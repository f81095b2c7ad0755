package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A definition that uses nearly every field, with one error planted at a time, in every line. */
class PlantedErrorsTest {
    private static final String WHOLE = """
        name: whole
        testType: LOAD_TEST
        suite: nightly
        target: http://127.0.0.1:8080/base
        seed: 7
        connections: 4
        eventLoops: 2
        timeout: 5s
        waitingMax: 100
        overdue: drop
        retries: 1
        schedule:
          shape: stages
          startRate: 5
          stages:
            - name: up
              duration: 2s
              target: 20
        feeds:
          - name: people
            csv: "name\\nada"
            order: random
        keys:
          - name: hot
            count: 5
            popularity: zipf
        operations:
          - name: read
            weight: 3
            method: GET
            path: /a
            headers:
              x-a: b
            expectedStatuses: [200]
            tags:
              kind: simple
          - name: write
            weight: 1
            body: hello
        sessions:
          - name: visit
            weight: 2
            repeat: 2
            steps:
              - name: login
                path: /login
                think: 1s
                extract:
                  token:
                    pointer: /token
                checks:
                  - name: ok
                    contains: ok
        watch:
          metrics: http://127.0.0.1:8080/metrics
          figure: jvm_memory_used_bytes
          every: 2s
          limit: 10
        faults:
          - at: 1s
            kind: LATENCY
            amount: 50
            timeToLive: 1s
        thresholds:
          - response.p99 < 50
        """;
    /** Takes objects as well. */
    private static final String BODY = "body";

    private static final Pattern FIELD = Pattern.compile("( *(?:- )?)([A-Za-z-]+):(.*)");
    /** Below these names stand names that the test itself chooses. */
    private static final List<String> FREE = List.of("x-a", "kind: simple", "token");

    private record Planted(int line, String field, String text) {
        @Override
        public String toString() {
            return line + " " + text.lines().toList().get(line - 1).strip();
        }
    }

    private static Stream<Planted> unknownFields() {
        return planted(field -> field.group(1) + "planted:" + field.group(3))
                .filter(planted -> FREE.stream()
                        .noneMatch(free -> WHOLE.lines()
                                .toList()
                                .get(planted.line - 1)
                                .strip()
                                .startsWith(free)));
    }

    private static Stream<Planted> wrongKinds() {
        return planted(field ->
                        field.group(3).isBlank() ? field.group() : field.group(1) + field.group(2) + ": {planted: 1}")
                .filter(planted -> !planted.text.equals(WHOLE) && !planted.field.equals(BODY));
    }

    private static Stream<Planted> planted(Function<Matcher, String> error) {
        List<String> lines = WHOLE.lines().toList();
        return IntStream.range(0, lines.size()).boxed().flatMap(i -> {
            Matcher field = FIELD.matcher(lines.get(i));
            if (!field.matches()) {
                return Stream.empty();
            }
            List<String> changed = new ArrayList<>(lines);
            changed.set(i, error.apply(field));
            return Stream.of(new Planted(i + 1, field.group(2), String.join("\n", changed) + "\n"));
        });
    }

    @Test
    void withoutAnErrorItIsATest() {
        assertThat(DefinitionReader.read("t.yaml", WHOLE).operations()).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource
    void wrongKinds(Planted planted) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", planted.text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("t.yaml:" + planted.line + ":")
                .contains(planted.field)
                .contains("expected");
    }

    /** One that is missing thereby may be told first, at its object's place; either says what is expected. */
    @ParameterizedTest
    @MethodSource
    void unknownFields(Planted planted) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", planted.text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches("(?s)t\\.yaml:\\d+:\\d+: .*(" + planted.field + "|planted).*")
                .contains("expected");
    }
}
