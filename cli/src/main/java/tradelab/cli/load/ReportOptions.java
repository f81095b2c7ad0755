package tradelab.cli.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How a result is shown and kept. */
final class ReportOptions {
    @Option(names = "--json", description = "Print one line of JSON and nothing else.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write the result: .json whole, .csv by second, .hlog for HdrHistogram's tools, .xml for JUnit;"
                            + " may be given many times.")
    private List<Path> out = new ArrayList<>();

    boolean json() {
        return json;
    }

    List<Path> out() {
        return out;
    }
}
