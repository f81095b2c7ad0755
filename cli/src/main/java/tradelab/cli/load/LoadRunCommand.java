package tradelab.cli.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.contracts.Json;
import tradelab.loadgen.definition.DefinitionReader;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.definition.Profiles;

/** {@code tradelab load run}: a load test that a file defines. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs the load test that a YAML or JSON file defines; k6's options are understood as well.")
final class LoadRunCommand implements Callable<Integer> {
    private static final String PROFILE = "profile:";

    @Parameters(
            paramLabel = "TEST",
            description = "A file, or profile:NAME, one of ${COMPLETION-CANDIDATES}.",
            completionCandidates = ProfileNames.class)
    @SuppressWarnings("NullAway.Init") // set by picocli before anything runs
    private String test;

    @Option(names = "--target", paramLabel = "URL", description = "Instead of the one that a profile names.")
    private String target = "";

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    /** For the help. */
    static final class ProfileNames extends ArrayList<String> {
        private static final long serialVersionUID = 1;

        ProfileNames() {
            super(Profiles.NAMES);
        }
    }

    @Override
    public Integer call() {
        return LocalRun.of(
                test.startsWith(PROFILE) ? List.of(profile(test.substring(PROFILE.length()))) : file(),
                limits.limits(),
                report);
    }

    private LoadTest profile(String name) {
        Map<String, String> definition = new HashMap<>(Map.of("profile", name));
        if (!target.isEmpty()) {
            definition.put("target", target);
        }
        return DefinitionReader.read(test, Json.write(definition).toString());
    }

    private List<LoadTest> file() {
        if (!target.isEmpty()) {
            throw new CommandException(ExitCode.BAD_INPUT, "--target: a file names its own target");
        }
        try {
            return DefinitionReader.read(Path.of(test));
        } catch (IOException e) {
            throw new CommandException(ExitCode.BAD_INPUT, test + ": cannot be read: " + e);
        }
    }
}
