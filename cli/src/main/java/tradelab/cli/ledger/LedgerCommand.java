package tradelab.cli.ledger;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tradelab.cli.ExitCode;
import tradelab.contracts.Json;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.EntryFile;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;

/** {@code tradelab ledger}: was an order lost, doubled or invented? */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Holds the histories of clients, gateway and venue against each other.",
        subcommands = LedgerCommand.Verify.class)
public final class LedgerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.PASSED;
    }

    /** {@code tradelab ledger verify}: the check itself, of files that any gateway can write, or of a suite that runs. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Checks fourteen laws and says which order broke which, with its timeline.",
                "Ends with 0 if all hold, with 99 if one is broken."
            })
    static final class Verify implements Callable<Integer> {
        @Parameters(
                paramLabel = "FILE",
                arity = "0..*",
                description = "Histories, a JSON object a line; see docs/ledger.md for the fields.")
        private List<Path> files = new ArrayList<>();

        @Option(
                names = "--postgres",
                paramLabel = "URL",
                description = "The trading service's database: jdbc:postgresql://host:port/database?user=name")
        private @Nullable String postgres;

        @Option(
                names = "--schema",
                paramLabel = "NAME",
                defaultValue = "trading",
                description = "The schema of its tables (default: ${DEFAULT-VALUE}).")
        private String schema = "trading";

        @Option(
                names = "--heads",
                paramLabel = "FILE",
                description = "If all laws hold, write where the database's streams end, for a later check to read.")
        private @Nullable Path heads;

        @Option(names = "--venue", paramLabel = "URL", description = "The venue simulator: http://127.0.0.1:8086")
        private @Nullable String venue;

        @Option(
                names = "--venue-account",
                paramLabel = "NAME",
                defaultValue = "trading",
                description = "Whose orders at the venue are the gateway's (default: ${DEFAULT-VALUE}).")
        private String venueAccount = "trading";

        @Option(names = "--json", description = "Print one line of JSON and nothing else.")
        private boolean json;

        @Spec
        @SuppressWarnings("NullAway.Init") // set by picocli before call()
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            if (files.isEmpty() && postgres == null && venue == null) {
                throw new IllegalArgumentException("FILE: expected a history, or --postgres and --venue, got nothing");
            }
            if (heads != null && postgres == null) {
                throw new IllegalArgumentException("--heads: expected --postgres beside it, got none");
            }
            List<Entry> entries = new ArrayList<>();
            // The venue first: what it has by now, the gateway must have stored before.
            if (venue != null) {
                entries.addAll(SimulatorClient.read(venue, venueAccount));
            }
            if (postgres != null) {
                entries.addAll(GatewayDatabase.read(postgres, schema));
            }
            for (Path file : files) {
                if (!Files.isReadable(file) || Files.isDirectory(file)) {
                    throw new IllegalArgumentException("FILE: expected a readable file, got '" + file + "'");
                }
                entries.addAll(EntryFile.read(file));
            }
            Verdict verdict = LedgerCheck.of(entries);
            if (postgres == null && verdict.calls() + verdict.orders() + verdict.arrivals() == 0) {
                // nothing broke a law there, but nobody should take that for a proof
                throw new IllegalArgumentException("FILE: expected calls, orders or arrivals, got none");
            }
            if (heads != null && verdict.holds()) {
                EntryFile.write(
                        heads,
                        entries.stream().filter(Entry.Head.class::isInstance).toList());
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.write(verdict));
            } else {
                VerdictText.lines(verdict).forEach(out::println);
            }
            return verdict.holds() ? ExitCode.PASSED : ExitCode.THRESHOLDS_FAILED;
        }
    }
}
