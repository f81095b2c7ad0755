package tradelab.cli.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.loadgen.definition.DefinitionReader;

/** {@code tradelab load run}: a load test that a file defines. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the load test that a YAML or JSON file defines; k6's options are understood as well.")
final class LoadRunCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TEST.yaml", description = "The definition.")
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private Path file;

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Override
    public Integer call() {
        return LocalRun.of(List.of(DefinitionReader.read(file.toString(), text())), report);
    }

    private String text() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CommandException(ExitCode.BAD_INPUT, file + ": cannot be read: " + e);
        }
    }
}
