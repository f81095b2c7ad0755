package tradelab.venue.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultFileTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    @Test
    void readsFaultsWithScopeProbabilityAndEnd() throws Exception {
        FaultFile file = read("""
            {"faults": [
              {"kind": "drop-answer", "scope": {"route": "/v2/auth/w/*", "account": "demo"}, "probability": 1,
               "seed": 7, "count": 3, "millis": 50},
              {"id": "stop", "kind": "halt", "scope": {"symbol": "tBTCUSD"}, "durationMillis": 60000}]}
            """);
        assertThat(file.faults()).extracting(FaultSpec::kind).containsExactly(FaultKind.DROP_ANSWER, FaultKind.HALT);
        FaultScope scope = file.faults().getFirst().scope();
        assertThat(scope.fits(occasion("/v2/auth/w/order/submit", "demo"))).isTrue();
        assertThat(scope.fits(occasion("/v2/auth/r/wallets", "demo"))).isFalse();
        assertThat(scope.fits(occasion("/v2/auth/w/order/submit", "other"))).isFalse();
        assertThat(file.faults().getLast().scope().fits(occasion("/v2/platform/status", "demo")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'faults': [{'kind': 'drop'}]}                                       | faults[0].kind: expected one of
        {'faults': [{'kind': 'hang', 'probability': 0}]}                     | faults[0]: probability: expected above 0 to 1, got '0.0'
        {'faults': [{'kind': 'hang', 'probability': 'often'}]}               | faults[0].probability: expected
        {'faults': [{'kind': 'hang'}, {'kind': 'hang', 'count': 0}]}         | faults[1]: count: expected 1 to 1000000000, got '0'
        {'faults': [{'kind': 'hang', 'status': 503}]}                        | faults[0]: status: expected nothing for hang, got '503'
        {'faults': [{'kind': 'server-error', 'status': 404}]}                | faults[0]: status: expected 500 to 599, got '404'
        {'faults': [{'kind': 'hang', 'scope': {'route': 'order'}}]}          | faults[0].scope: route: expected /v2/..., ws/..., taiwan/... or *, got 'order'
        {'faults': [{'kind': 'hang', 'scope': {'chanel': 'book'}}]}          | faults[0].scope.chanel: unknown field, expected one of
        {'faults': [{'kind': 'taiwan-halt'}]}                                | expected a security's code or '*'
        {'faults': [{'id': 'a', 'kind': 'hang'}, {'id': 'a', 'kind': 'hang'}]} | id: expected one fault each, got 'a'
        {'faults': [{'id': 'a', 'kind': 'hang'}                              | end-of-input
        {}                                                                   | faults: missing
        """)
    void namesFileFieldAndExpectationOfEveryMistake(String text, String expected) {
        assertThatThrownBy(() -> read(text.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("venue.faults-file: " + folder.resolve("faults.json"))
                .hasMessageContaining(expected);
    }

    @Test
    void saysThatAFileCannotBeRead() {
        assertThatThrownBy(() -> FaultFile.read("venue.faults-file", folder.resolve("none.json")))
                .hasMessage("venue.faults-file: expected a file that can be read, got '" + folder.resolve("none.json")
                        + "'");
    }

    private FaultFile read(String text) throws IOException {
        return FaultFile.read("venue.faults-file", Files.writeString(folder.resolve("faults.json"), text));
    }

    private static Occasion occasion(String path, String account) {
        return new Occasion(Point.ANSWER, path, account, Set.of(), null, 0, Set.of());
    }
}
