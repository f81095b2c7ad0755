package tradelab.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tradelab.cli.demo.DemoCommand;
import tradelab.cli.ledger.LedgerCommand;
import tradelab.cli.load.LoadCommand;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.runtime.settings.SettingsException;
import tradelab.stores.StoreException;

/** The {@code tradelab} command: parses, runs, and turns whatever goes wrong into one sentence and an exit code. */
@Command(
        name = "tradelab",
        description = "A reactive trading platform and the laboratory that proves it.",
        mixinStandardHelpOptions = true,
        versionProvider = Tradelab.Version.class,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            VenueCommand.class,
            JournalCommand.class,
            LoadCommand.class,
            LedgerCommand.class
        },
        footer = {
            "",
            "Settings: --set key=value, environment (TRADING_HTTP_PORT=…), or a file named by TRADELAB_CONFIG.",
            "Exit codes: 0 passed, 99 thresholds failed, 104 bad input, 105 interrupted, 1 anything else."
        })
public final class Tradelab implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    /** What {@code --version} prints: version, commit, JDK. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Build build = Build.current();
            return new String[] {"tradelab " + build.version() + " (commit " + build.commit() + "), JDK " + Build.jdk()
            };
        }
    }

    public static void main(String[] args) {
        if (System.getenv("LOG_LEVEL") == null && System.getProperty("LOG_LEVEL") == null) {
            // A command speaks for itself; LOG_LEVEL=INFO brings the services' own words back.
            System.setProperty("LOG_LEVEL", "ERROR");
        }
        // Before anything runs side by side: two threads must not be the first to log at the same time.
        var _ = LoggerFactory.getILoggerFactory();
        int code = commandLine().execute(args);
        System.out.flush();
        System.err.flush();
        // Not exit(): shutdown hooks have nothing left to do, and a signal may have started them already.
        Runtime.getRuntime().halt(code);
    }

    public static CommandLine commandLine() {
        return new CommandLine(new Tradelab())
                .setExecutionExceptionHandler(Tradelab::failed)
                .setParameterExceptionHandler(Tradelab::misused);
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return ExitCode.PASSED;
    }

    private static int misused(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("tradelab: " + e.getMessage());
        err.println("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.BAD_INPUT;
    }

    private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        switch (e) {
            case CommandException known -> {
                err.println("tradelab: " + known.getMessage());
                return known.exitCode();
            }
            case SettingsException settings -> {
                err.println("tradelab: " + settings.problems().size() + " setting(s) cannot be used");
                settings.problems().forEach(problem -> err.println("  " + problem));
                return ExitCode.BAD_INPUT;
            }
            case IllegalArgumentException bad -> {
                err.println("tradelab: " + bad.getMessage());
                return ExitCode.BAD_INPUT;
            }
            case ServiceException service -> {
                err.println("tradelab: " + service.getMessage());
                return service.kind() == FailureKind.INVALID_REQUEST ? ExitCode.BAD_INPUT : ExitCode.OTHER;
            }
            case StoreException store -> {
                err.println("tradelab: " + store.getMessage());
                return ExitCode.OTHER;
            }
            default -> {
                Logger log = LoggerFactory.getLogger(Tradelab.class);
                log.error("event=command_failed", e);
                err.println("tradelab: a defect of ours, see the log above: " + e);
                return ExitCode.OTHER;
            }
        }
    }
}
