package tradelab.loadgen.definition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Require;
import tradelab.loadgen.endurance.GrowthWatch;
import tradelab.loadgen.engine.Grace;
import tradelab.loadgen.engine.Population;
import tradelab.loadgen.fault.FaultStep;
import tradelab.loadgen.guard.TargetUrl;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.protocol.OrderPlan;
import tradelab.loadgen.schedule.Schedule;
import tradelab.loadgen.threshold.Threshold;

/**
 * Reads a load test as people write it, in YAML or JSON. Fields left out have defaults; unknown ones are refused, with
 * file, line and column, as is everything else that cannot be used. The published schema: {@code load-test.schema.json}.
 */
public final class DefinitionReader {
    private static final int CONNECTIONS_DEFAULT = 32;
    /** Time for enough tries to be sure within a few percent. */
    private static final Duration SEARCH_DEFAULT = Duration.ofSeconds(55);

    private static final Duration DURATION_DEFAULT = Duration.ofSeconds(10);

    /** What a definition from somewhere else may read here: nothing. */
    private static final DataReader.Files NO_FILES = name -> {
        throw Require.refused(
                "file", "none: a definition sent here reads no files, unless loadgen.data-folder has them", name);
    };

    private final Fields fields;
    private final DataReader.Files files;

    private DefinitionReader(Fields fields, DataReader.Files files) {
        this.fields = fields;
        this.files = files;
    }

    /**
     * Returns the test that {@code text} defines.
     *
     * @param file its name, for messages
     * @throws IllegalArgumentException naming file, line, column, field, expectation and what came
     */
    public static LoadTest read(String file, String text) {
        return only(read(DefinitionText.parse(file, text), NO_FILES));
    }

    /**
     * Returns the test that {@code text} defines, whose data may lie in files of a folder. Blocks.
     *
     * @throws IllegalArgumentException as {@link #read(String, String)}
     */
    public static LoadTest read(String file, String text, Path folder) {
        return only(read(DefinitionText.parse(file, text), new DataFiles(folder)));
    }

    /**
     * As {@link #read(String, String, Path)}; puts the text of every file that it read into {@code taken}, by name, for
     * {@link #read(String, String, Map)} elsewhere.
     */
    public static LoadTest read(String file, String text, Path folder, Map<String, String> taken) {
        DataReader.Files files = new DataFiles(folder);
        return only(read(DefinitionText.parse(file, text), name -> taken.computeIfAbsent(name, files::read)));
    }

    /**
     * Returns the test that {@code text} defines, whose data came with it.
     *
     * @param files their texts, by name
     * @throws IllegalArgumentException as {@link #read(String, String)}
     */
    public static LoadTest read(String file, String text, Map<String, String> files) {
        return only(read(DefinitionText.parse(file, text), name -> {
            String came = files.get(name);
            if (came == null) {
                throw Require.refused("file", "one of those that came with the definition " + files.keySet(), name);
            }
            return came;
        }));
    }

    /**
     * Returns the tests that a file defines, and whose data may lie in files beside it: one, or one for each scenario of
     * k6's options, to be run together.
     *
     * @throws IllegalArgumentException as {@link #read(String, String)}
     */
    public static List<LoadTest> read(Path file) throws IOException {
        Path folder = Require.present("folder", file.toAbsolutePath().getParent());
        return read(DefinitionText.parse(file.toString(), Files.readString(file)), new DataFiles(folder));
    }

    /**
     * Returns the tests of {@code target} that a file of k6's options defines, as k6's {@code --config} takes it: the
     * options themselves.
     *
     * @throws IllegalArgumentException as {@link #read(String, String)}
     */
    public static List<LoadTest> readOptions(Path file, String target) throws IOException {
        Value.Members options = DefinitionText.parse(file.toString(), Files.readString(file));
        Value.Text url = new Value.Text(new Value.Place("URL", 1, 1), target);
        return read(new Value.Members(options.place(), Map.of("target", url, "options", options)), NO_FILES);
    }

    private static LoadTest only(List<LoadTest> tests) {
        if (tests.size() > 1) {
            throw Require.refused(
                    "options",
                    "one scenario: each is a test of its own, and 'tradelab load run' runs them together",
                    tests.size() + " scenarios");
        }
        return tests.getFirst();
    }

    private static List<LoadTest> read(Value.Members written, DataReader.Files files) {
        Fields fields = Fields.of(Profiles.under(written));
        return fields.whole(() -> new DefinitionReader(fields, files).tests());
    }

    private List<LoadTest> tests() {
        Fields options = fields.object("options");
        return options == null
                ? List.of(test(null))
                : K6Options.read(options).stream().map(this::test).toList();
    }

    private LoadTest test(@Nullable K6Options k6) {
        String named = oneOf("target", "targetUrl");
        TargetUrl url = fields.placed(named, () -> TargetUrl.parse(fields.text(named)));
        long seed = fields.whole("seed", 1);
        Fields options = fields.object("options");
        RunType run = fields.has("run") ? fields.oneOf("run", RunType.class, RunType.LOAD) : null;
        Duration usual = run == RunType.BREAKPOINT ? SEARCH_DEFAULT : DURATION_DEFAULT;
        Duration duration = k6 == null ? fields.duration("duration", usual) : k6.duration();
        fields.requireSaid("rate", "a number; left out, it is as fast as the connections allow");
        double rate = fields.number("rate", 0);
        Schedule schedule = k6 == null ? schedule(run, rate, seed, duration) : k6.schedule();
        Duration whole = schedule == null ? duration : Duration.ofNanos(schedule.durationNanos());
        Conduct conduct = ConductReader.read(fields, faults(run, url, whole))
                .of(k6 == null ? Population.ALL : k6.population(), k6 == null ? Grace.UNSAID : k6.grace());
        requireFaultsBegin(conduct.faults(), whole);
        List<Operation> operations = operations(url, run, conduct.orders());
        if (k6 != null && !k6.exec().isEmpty()) {
            operations = beginningWith(k6.exec(), operations);
        }
        return new LoadTest(
                name(fields.text("name", url.authority()), k6),
                fields.oneOf("testType", TestType.class, run == null ? TestType.LOAD_TEST : run.testType()),
                fields.text("suite", ""),
                url,
                schedule == null ? rate : (double) schedule.count() / schedule.durationNanos() * 1e9,
                whole,
                fields.count(
                        oneOf("connections", "concurrent"),
                        k6 == null || k6.users() == 0 ? CONNECTIONS_DEFAULT : k6.users(),
                        1,
                        LoadTest.CONNECTIONS_MAX),
                fields.count("eventLoops", 1, 1, LoadTest.EVENT_LOOPS_MAX),
                fields.duration("timeout", LoadTest.TIMEOUT_DEFAULT),
                fields.count("waitingMax", LoadTest.WAITING_DEFAULT, 1, LoadTest.WAITING_MAX),
                seed,
                operations,
                options == null ? thresholds(fields, run) : thresholds(options, run),
                schedule,
                growth(),
                conduct);
    }

    /** The bus has no way that could go wrong. */
    private static List<FaultStep> faults(@Nullable RunType run, TargetUrl url, Duration whole) {
        return run == null || url.scheme().isBus() ? List.of() : run.faults(whole.toNanos());
    }

    private void requireFaultsBegin(List<FaultStep> faults, Duration whole) {
        if (faults.stream().anyMatch(fault -> fault.at().compareTo(whole) >= 0)) {
            throw fields.refused("faults", "each at a time before the end, " + DurationText.of(whole));
        }
    }

    private static String name(String name, @Nullable K6Options k6) {
        return k6 == null || k6.name().isEmpty() ? name : name + " " + k6.name();
    }

    /** Returns the operation of this name and those that follow it in its session. */
    private List<Operation> beginningWith(String name, List<Operation> operations) {
        List<Operation> chain = new ArrayList<>();
        String wanted = name;
        for (Operation operation : operations) {
            if (operation.name().equals(wanted)) {
                chain.add(operation);
                wanted = operation.step().then();
            }
        }
        if (chain.isEmpty()) {
            throw fields.refused("options", "exec to name an operation, not '" + name + "'");
        }
        return chain;
    }

    private @Nullable GrowthWatch growth() {
        Fields watch = fields.object("watch");
        return watch == null
                ? null
                : watch.whole(() -> new GrowthWatch(
                        watch.placed("metrics", () -> plainHttp(TargetUrl.parse(watch.text("metrics")))),
                        watch.text("figure"),
                        watch.duration("every", Duration.ofSeconds(1)),
                        watch.number("limit", 0)));
    }

    private static TargetUrl plainHttp(TargetUrl url) {
        if (url.scheme() != TargetUrl.Scheme.HTTP) {
            throw Require.refused("metrics", "an http:// URL", url.toString());
        }
        return url;
    }

    /** Returns which of two names is used; both are too many. */
    private String oneOf(String name, String other) {
        if (!fields.has(other)) {
            return name;
        }
        if (fields.has(name)) {
            throw fields.refused(other, "either " + name + " or " + other);
        }
        return other;
    }

    private @Nullable Schedule schedule(@Nullable RunType run, double rate, long seed, Duration duration) {
        Fields written = fields.object("schedule");
        if (written != null) {
            if (fields.has("rate")) {
                throw fields.refused("rate", "either rate or schedule");
            }
            return ScheduleReader.read(written, seed, duration, files);
        }
        return run == null ? null : fields.placed("rate", () -> run.schedule(rate, seed, duration.toNanos()));
    }

    private List<Operation> operations(TargetUrl url, @Nullable RunType run, @Nullable OrderPlan orders) {
        List<Operation> written = new OperationReader(new DataReader(files).read(fields)).read(fields);
        boolean names = fields.has("operations") || fields.has("sessions");
        if (orders != null) {
            if (names) {
                throw fields.refused("orders", "either operations, sessions or orders");
            }
            return fields.placed("target", () -> ConductReader.operations(orders, url));
        }
        if (names) {
            return written;
        }
        if (run == null || run.operations().isEmpty()) {
            return LoadTest.plainOperations(url);
        }
        if (!url.path().equals("/")) {
            throw fields.refused(
                    fields.has("targetUrl") ? "targetUrl" : "target",
                    "no path: run " + run + " asks for paths of its own");
        }
        return run.operations();
    }

    private static List<Threshold> thresholds(Fields fields, @Nullable RunType run) {
        List<Threshold> read = new ArrayList<>();
        switch (fields.find("thresholds")) {
            case null -> {
                if (run != null) {
                    read.addAll(run.thresholds());
                }
            }
            case Value.Items list -> list.items().forEach(item -> read.add(ThresholdReader.read("", item)));
            case Value.Members k6 ->
                k6.members().forEach((metric, expressions) -> {
                    if (!(expressions instanceof Value.Items list)) {
                        throw Require.refused(
                                expressions.place() + ": thresholds." + metric, "a list of texts", expressions.shown());
                    }
                    list.items().forEach(item -> read.add(ThresholdReader.read(metric + ": ", item)));
                });
            default -> throw fields.refused("thresholds", "a list of texts");
        }
        return read;
    }
}
