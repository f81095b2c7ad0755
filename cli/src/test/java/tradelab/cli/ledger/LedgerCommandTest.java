package tradelab.cli.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import tradelab.cli.ExitCode;
import tradelab.cli.Tradelab;

/** {@code ledger verify} of histories that somebody wrote by hand. */
class LedgerCommandTest {
    private static final List<String> HISTORY = List.of(
            "{'type':'call','account':'a','clientOrderId':'o1','body':'buy','atMillis':1,'answeredMillis':2,"
                    + "'outcome':'OK','orderId':'T1'}",
            "",
            "{'type':'order','orderId':'T1','account':'a','clientOrderId':'o1','instrument':'X:BTC','clientId':'1',"
                    + "'venueOrderId':'v1','amount':'1','filled':'1','status':'FILLED','atMillis':9}",
            "{'type':'fill','tradeId':'t1','orderId':'T1','price':'100.5','amount':'1','atMillis':6}",
            "{'type':'arrival','sequence':1,'kind':'NEW','instrument':'X:BTC','clientId':'1','venueOrderId':'v1',"
                    + "'amount':'1','accepted':true,'atMillis':5}",
            "{'type':'execution','tradeId':'t1','clientId':'1','venueOrderId':'v1','price':'100.5','amount':'1',"
                    + "'atMillis':6}");

    private final StringWriter said = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aWholeHistoryPasses() throws IOException {
        assertThat(verify(file(HISTORY))).as(said.toString()).isEqualTo(ExitCode.PASSED);
        assertThat(said.toString()).contains("1 calls of clients, 1 orders, 1 arrivals at the venue: all laws hold");
    }

    @Test
    void whatIsMissingOrThereTwiceFailsWithTheOrdersName() throws IOException {
        List<String> lost = new ArrayList<>(HISTORY);
        assertThat(lost.removeIf(line -> line.contains("'order'"))).isTrue();
        assertThat(verify(file(lost))).isEqualTo(ExitCode.THRESHOLDS_FAILED);
        assertThat(said.toString()).contains("I1 a/o1: acknowledged, and not stored: the order is lost");

        List<String> doubled = new ArrayList<>(HISTORY);
        doubled.add(HISTORY.get(4).replace("'sequence':1", "'sequence':2").replace("v1", "v2"));
        assertThat(verify(file(doubled))).isEqualTo(ExitCode.THRESHOLDS_FAILED);
        assertThat(said.toString()).contains("I2 T1: is FILLED; the venue accepted it 2 times");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "not json; expected JSON, got a syntax error at line 1 column 5",
                "{'type':'nope'}; expected the kind of Entry, got 'nope'",
                "{'type':'order','orderId':'T2'}; atMillis: expected a whole number, got nothing",
                "{'type':'fill','tradeId':'t','orderId':'T1','price':1.5,'amount':'1','atMillis':1};"
                        + " price: expected text, got 1.5",
                "{'type':'fill','tradeId':'t','orderId':'T1','price':'1','amount':'1e999','atMillis':1};"
                        + " amount: expected a plain decimal",
                "{'type':'resume','when':1,'atMillis':1}; when: unknown field",
                "{'type':'kill','atMillis':1}; inFlight: missing",
                "{'type':'head','partition':0,'lastSequence':1,'link':'abc'};"
                        + " link: expected pairs of hexadecimal digits, got 'abc'",
                "{'type':'group','partition':0,'firstSequence':1,'lastSequence':1,'epoch':1};" + " content: missing",
            })
    void aLineThatIsNoneIsNamed(String line, String refusal) throws IOException {
        List<String> lines = new ArrayList<>(HISTORY);
        lines.add(line);
        Path file = file(lines);
        assertThat(verify(file)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains(file + ":7: ", refusal);
    }

    @Test
    void endsOfStreamsAreOfADatabase() throws IOException {
        assertThat(verify(file(HISTORY), Path.of("--heads"), folder.resolve("heads.jsonl")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("--heads: expected --postgres beside it");
    }

    @Test
    void whatIsNoHistoryIsRefused() throws IOException {
        assertThat(verify(folder)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(verify(folder.resolve("absent"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(verify(file(List.of()))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(verify(file(List.of("{'type':'call-limit','calls':90,'windowMillis':60000}"))))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("FILE: expected calls, orders or arrivals, got none");
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xc3, 0x28, '\n'});
        assertThat(verify(bytes)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains(bytes + ": expected lines of JSON in UTF-8");
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(
                folder.resolve("history.jsonl"),
                lines.stream().map(line -> line.replace('\'', '"')).toList());
    }

    private int verify(Path... files) {
        CommandLine command =
                Tradelab.commandLine().setOut(new PrintWriter(said, true)).setErr(new PrintWriter(said, true));
        List<String> arguments = new ArrayList<>(List.of("ledger", "verify"));
        Arrays.stream(files).map(Path::toString).forEach(arguments::add);
        return command.execute(arguments.toArray(String[]::new));
    }
}
