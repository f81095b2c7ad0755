package tradelab.cli.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import tradelab.cli.CommandException;
import tradelab.cli.ExitCode;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;
import tradelab.loadgen.run.ActiveRun;
import tradelab.loadgen.run.SecondLog;

/** Writes results to files, in the format that each file's ending names. */
final class ResultFiles {
    private static final String ENDINGS = ".json, .csv, .hlog or .xml";

    private ResultFiles() {}

    /** Refuses, before anything runs, files that could not be written after it. */
    static void requireWritable(List<Path> files) {
        for (Path file : files) {
            if (!Set.of(".json", ".csv", ".hlog", ".xml").contains(ending(file))) {
                throw new CommandException(
                        ExitCode.BAD_INPUT, "--out " + file + ": expected a name ending in " + ENDINGS);
            }
            Path folder = file.toAbsolutePath().getParent();
            if (Files.isDirectory(file) || folder == null || !Files.isWritable(folder)) {
                throw new CommandException(
                        ExitCode.BAD_INPUT, "--out " + file + ": expected a file in a folder that can be written");
            }
        }
    }

    private static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.substring(Math.max(0, name.lastIndexOf('.')));
    }

    /**
     * @param files as {@link #requireWritable} takes them
     * @param runs that had the results
     * @throws CommandException if a file cannot be written
     */
    static void write(List<Path> files, List<TestResult> results, List<ActiveRun> runs) {
        for (Path file : files) {
            try {
                Files.writeString(
                        file,
                        switch (ending(file)) {
                            case ".json" ->
                                Json.write(results.size() == 1 ? results.getFirst() : results)
                                        .toString();
                            case ".csv" -> csv(results);
                            case ".hlog" -> hlogs(results, runs);
                            case ".xml" -> junit(results);
                            default -> throw new IllegalArgumentException("--out " + file);
                        });
            } catch (IOException e) {
                throw new CommandException(ExitCode.OTHER, "--out " + file + ": cannot be written: " + e);
            }
        }
    }

    /** One row for each second, by intended start. */
    static String csv(List<TestResult> results) {
        StringBuilder rows =
                new StringBuilder("test,second,offered,completed,errors,p50_ms,p90_ms,p99_ms,max_ms,lag_p99_ms\n");
        for (TestResult result : results) {
            for (IntervalResult second : result.intervals()) {
                rows.append(String.format(
                        Locale.ROOT,
                        "%s,%d,%d,%d,%d,%.6f,%.6f,%.6f,%.6f,%.6f%n",
                        quoted(result.name()),
                        second.second(),
                        second.offered(),
                        second.completed(),
                        second.errors(),
                        second.p50Millis(),
                        second.p90Millis(),
                        second.p99Millis(),
                        second.maxMillis(),
                        second.lagP99Millis()));
            }
        }
        return rows.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    /** By second and operation where that is known, one log after the other, and otherwise one interval for a test. */
    private static String hlogs(List<TestResult> results, List<ActiveRun> runs) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < results.size(); i++) {
            SecondLog log = runs.get(i).log();
            all.append(log == null || log.isEmpty() ? hlog(List.of(results.get(i))) : log.text(results.get(i)));
        }
        return all.toString();
    }

    /** HdrHistogram's log, one interval for each test, in nanoseconds. */
    private static String hlog(List<TestResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        HistogramLogWriter log = new HistogramLogWriter(out);
        log.outputLogFormatVersion();
        log.outputComment("[response times in nanoseconds, from the intended start]");
        log.outputLegend();
        for (TestResult result : results) {
            Histogram histogram = decoded(result);
            histogram.setTag(result.runId());
            double from = result.startedEpochMillis() / 1e3;
            log.outputIntervalHistogram(from, from + result.durationSeconds(), histogram);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Histogram decoded(TestResult result) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(result.responseHistogram())), 1);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a histogram of ours that cannot be read", e);
        }
    }

    /** A test suite for each test, a test case for each threshold, and one for the verdict. */
    static String junit(List<TestResult> results) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        for (TestResult result : results) {
            long failures = result.thresholds().stream()
                            .filter(threshold -> !threshold.passed())
                            .count()
                    + (result.verdict().equals("passed") ? 0 : 1);
            xml.append(String.format(
                    Locale.ROOT,
                    "<testsuite name=\"%s\" tests=\"%d\" failures=\"%d\" time=\"%.3f\">%n",
                    escaped(result.name()),
                    result.thresholds().size() + 1,
                    failures,
                    result.durationSeconds()));
            for (ThresholdResult threshold : result.thresholds()) {
                xml.append(testCase(
                        result.name(),
                        threshold.threshold(),
                        threshold.passed() ? "" : "measured " + threshold.measured()));
            }
            String causes = result.verdict().equals("passed")
                    ? ""
                    : result.verdict() + ": " + String.join("; ", result.causes());
            xml.append(testCase(result.name(), "verdict", causes)).append("</testsuite>\n");
        }
        return xml.append("</testsuites>\n").toString();
    }

    private static String testCase(String test, String name, String failure) {
        String begin = "  <testcase classname=\"" + escaped(test) + "\" name=\"" + escaped(name) + "\"";
        return failure.isEmpty()
                ? begin + "/>\n"
                : begin + "><failure message=\"" + escaped(failure) + "\"/></testcase>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
