package tradelab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TradelabTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void saysVersionCommitAndJdk() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)tradelab \\S+ \\(commit \\S+\\), JDK .*\\d.*");
    }

    @Test
    void explainsItselfWithoutArguments() {
        assertThat(run()).isZero();
        assertThat(out.toString()).contains("demo", "up", "venue", "load", "Exit codes");
    }

    @Test
    void anUnknownCommandOrOptionIsBadInput() {
        assertThat(run("dmeo")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("demo", "--reply", "x")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("dmeo", "--reply").doesNotContain("Exception");
    }

    @Test
    void aMissingRecordingIsOneSentence(@TempDir Path folder) {
        String missing = folder.resolve("none.gz").toString();

        assertThat(run("demo", "--replay", missing, "--out", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines("tradelab: --replay: expected a readable file, got '" + missing + "'");
    }

    @Test
    void everyWrongSettingIsReportedAtOnce() {
        int code =
                run("venue", "--set", "venue.http.port=x", "--set", "venue.htp.port=1", "--set", "cluster.mode=both");

        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("3 setting(s)")
                .contains("venue.http.port: expected a port from 0 to 65535, got 'x'")
                .contains("venue.htp.port: unknown setting, from the command line")
                .contains("cluster.mode: expected");
    }

    @Test
    void aSettingOfNobodyIsRefused() {
        assertThat(run("venue", "--set", "foo=1")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("foo: unknown setting, expected one that begins with one of [cluster,");
    }

    @Test
    void aFileThatIsNoRecordingIsOneSentence(@TempDir Path folder) throws Exception {
        Path garbage = Files.writeString(folder.resolve("garbage.txt"), "garbage\n");

        int code = run("venue", "--port", "0", "--replay", garbage.toString(), "--set", "venue.management.port=0");

        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains("expected frames separated by ';;'");
    }

    @Test
    void aTargetThatMayNotBeLoadedIsBadInput() {
        assertThat(run("load", "http://169.254.169.254/latest", "--duration", "1s"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("load", "ftp://127.0.0.1/", "--duration", "1s")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("load", "http://127.0.0.1:1/", "--duration", "soon")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).doesNotContain("Exception").contains("duration such as");
    }

    @Test
    void anUnknownServiceIsNamedWithThoseThatExist() {
        assertThat(run("up", "trading")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("SERVICE: expected one of venue-simulator")
                .contains("got 'trading'");
    }

    @Test
    void verifiesLedgersAndNamesTheOrderThatIsLost(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("history.jsonl");
        String call = "{\"type\":\"call\",\"account\":\"a\",\"clientOrderId\":\"c1\",\"body\":\"b\",\"atMillis\":1,"
                + "\"answeredMillis\":2,\"outcome\":\"OK\",\"orderId\":\"T1\"}\n";
        String order = "{\"type\":\"order\",\"orderId\":\"T1\",\"account\":\"a\",\"clientOrderId\":\"c1\","
                + "\"instrument\":\"X:y\",\"clientId\":\"9\",\"amount\":\"1\",\"filled\":\"0\","
                + "\"status\":\"CANCELED\",\"atMillis\":3}\n";
        Files.writeString(file, call + order);
        assertThat(run("ledger", "verify", file.toString())).isZero();
        assertThat(out.toString()).contains("all laws hold");

        Files.writeString(file, call);
        assertThat(run("ledger", "verify", "--json", file.toString())).isEqualTo(ExitCode.THRESHOLDS_FAILED);
        assertThat(out.toString()).contains("ACKNOWLEDGED_IS_STORED", "the order is lost");
    }

    @Test
    void aLedgerThatCannotBeReadIsOneSentence(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("history.jsonl"), "{\"type\":\"order\"}\n");
        assertThat(run("ledger", "verify", file.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("ledger", "verify", "none.jsonl")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("history.jsonl:1: ", "readable file");
    }

    private int run(String... args) {
        CommandLine command = Tradelab.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
