package tradelab.loadgen.run;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.contracts.FailureKind;
import tradelab.contracts.Require;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.loadgen.definition.LoadTest;

/** Definitions and their runs, as many as the limits allow. Owned by one event loop. */
public final class TestRuns {
    private static final Logger LOG = LoggerFactory.getLogger(TestRuns.class);
    /** Of {@link SecondLog#BYTES_MAX} each. */
    private static final int LOGS_MAX = 16;

    /**
     * How much is kept.
     *
     * @param tests definitions
     * @param runs finished and running runs together
     * @param atOnce runs under way
     */
    public record Limits(int tests, int runs, int atOnce) {
        public Limits {
            var _ = Require.range("tests-max", tests, 1, 100_000);
            var _ = Require.range("runs-at-once", atOnce, 1, 1_000);
            var _ = Require.range("runs-max", runs, atOnce, 100_000);
        }
    }

    /** A definition under its id. */
    public record DefinedTest(String testId, LoadTest test, String definition) {}

    /** Starts a run of a test. */
    @FunctionalInterface
    public interface Starter {
        /**
         * Starts it at once.
         *
         * @param live hears of each second, in order; on an event loop
         */
        ActiveRun start(DefinedTest defined, String runId, Consumer<IntervalResult> live);
    }

    /** One run. Its result is null until it has ended. */
    public static final class Entry {
        private final DefinedTest defined;
        private final ActiveRun run;
        /** Added to and told on different event loops. */
        private final List<Consumer<IntervalResult>> watchers;

        private final Promise<Void> over = Promise.promise();
        private RunState state = RunState.RUNNING;
        private boolean stopRequested;
        private @Nullable TestResult result;
        private String problem = "";

        private Entry(DefinedTest defined, ActiveRun run, List<Consumer<IntervalResult>> watchers) {
            this.defined = defined;
            this.run = run;
            this.watchers = watchers;
        }

        public String runId() {
            return run.runId();
        }

        public DefinedTest defined() {
            return defined;
        }

        public RunState state() {
            return state;
        }

        public RunProgress progress() {
            return run.progress();
        }

        /**
         * Lets {@code watcher} hear of each second from now on, in order; on an event loop.
         *
         * @return ends the hearing
         */
        public Runnable watch(Consumer<IntervalResult> watcher) {
            watchers.add(watcher);
            return () -> watchers.remove(watcher);
        }

        public @Nullable TestResult result() {
            return result;
        }

        /**
         * Returns the seconds of a run that has ended.
         *
         * @throws ServiceException if it has not, or there are newer ones
         */
        public SecondLog log() {
            if (result == null) {
                throw new ServiceException(FailureKind.CONFLICT, "run '" + runId() + "' has no result yet");
            }
            SecondLog log = run.log();
            if (log == null || log.isEmpty()) {
                throw new ServiceException(
                        FailureKind.NOT_FOUND,
                        "no log of run '" + runId() + "': only the last " + LOGS_MAX
                                + " runs have one, and searches have none");
            }
            return log;
        }

        /** Completes when the run has ended, however it did, and its state says so. */
        public Future<Void> ended() {
            return over.future();
        }

        /** Returns why it was refused; empty otherwise. */
        public String problem() {
            return problem;
        }
    }

    private final Executor home;
    private final Limits limits;
    private final Starter starter;
    private final Consumer<TestResult> finished;
    private final Map<String, DefinedTest> tests = new LinkedHashMap<>();
    private final Map<String, Entry> runs = new LinkedHashMap<>();

    /**
     * Creates an empty list of tests and runs.
     *
     * @param home the thread that calls this object, and that its state belongs to
     * @param finished hears of every result, at home
     */
    public TestRuns(Executor home, Limits limits, Starter starter, Consumer<TestResult> finished) {
        this.home = home;
        this.limits = limits;
        this.starter = starter;
        this.finished = finished;
    }

    /** @param definition that {@code test} was read from */
    public DefinedTest define(LoadTest test, String definition) {
        if (tests.size() >= limits.tests && !forgetOne(tests.keySet().iterator())) {
            throw new ServiceException(FailureKind.OVERLOADED, "all " + limits.tests + " tests are running");
        }
        DefinedTest defined = new DefinedTest(LoadRun.newId("test"), test, definition);
        tests.put(defined.testId(), defined);
        return defined;
    }

    private boolean forgetOne(Iterator<String> oldest) {
        while (oldest.hasNext()) {
            String testId = oldest.next();
            if (running(testId) == null) {
                oldest.remove();
                return true;
            }
        }
        return false;
    }

    public List<DefinedTest> tests() {
        return List.copyOf(tests.values());
    }

    public DefinedTest test(String testId) {
        DefinedTest found = tests.get(testId);
        if (found == null) {
            throw new ServiceException(FailureKind.NOT_FOUND, "no test '" + testId + "'");
        }
        return found;
    }

    /** Returns the state of the latest run of a test. */
    public RunState state(String testId) {
        List<Entry> all = runsOf(testId);
        return all.isEmpty() ? RunState.CREATED : all.getLast().state;
    }

    /** Returns the runs of a test that are still kept, oldest first. */
    public List<Entry> runsOf(String testId) {
        return runs.values().stream()
                .filter(entry -> entry.defined.testId().equals(testId))
                .toList();
    }

    public Entry run(String runId) {
        Entry found = runs.get(runId);
        if (found == null) {
            throw new ServiceException(FailureKind.NOT_FOUND, "no run '" + runId + "'");
        }
        return found;
    }

    public List<Entry> running() {
        return runs.values().stream()
                .filter(entry -> entry.state == RunState.RUNNING)
                .toList();
    }

    private @Nullable Entry running(String testId) {
        List<Entry> all = new ArrayList<>(runsOf(testId));
        all.removeIf(entry -> entry.state != RunState.RUNNING);
        return all.isEmpty() ? null : all.getFirst();
    }

    public Entry start(String testId) {
        DefinedTest defined = test(testId);
        if (running(testId) != null) {
            throw new ServiceException(FailureKind.CONFLICT, "test '" + testId + "' is running");
        }
        if (running().size() >= limits.atOnce) {
            throw new ServiceException(FailureKind.OVERLOADED, limits.atOnce + " runs are under way");
        }
        forgetOldRun();
        List<Consumer<IntervalResult>> watchers = new CopyOnWriteArrayList<>();
        ActiveRun run = starter.start(
                defined, LoadRun.newId("run"), second -> watchers.forEach(watcher -> watcher.accept(second)));
        Entry entry = new Entry(defined, run, watchers);
        runs.put(entry.runId(), entry);
        entry.run
                .result()
                .onSuccess(result -> home.execute(() -> ended(entry, result)))
                .onFailure(cause -> home.execute(() -> refused(entry, cause)));
        LOG.info(
                "event=run_started run={} test={} target={}",
                entry.runId(),
                testId,
                defined.test().target());
        return entry;
    }

    private void forgetOldRun() {
        Iterator<Entry> oldest = runs.values().iterator();
        while (runs.size() >= limits.runs && oldest.hasNext()) {
            if (oldest.next().state != RunState.RUNNING) {
                oldest.remove();
            }
        }
    }

    private void ended(Entry entry, TestResult result) {
        entry.result = result;
        forgetOldLogs();
        entry.state = RunState.of(result, entry.stopRequested);
        log(result);
        entry.over.complete();
        finished.accept(result);
    }

    private void forgetOldLogs() {
        List<Entry> ended = new ArrayList<>(runs.values());
        ended.removeIf(entry -> entry.result == null);
        for (Entry old : ended.subList(0, Math.max(0, ended.size() - LOGS_MAX))) {
            SecondLog log = old.run.log();
            if (log != null) {
                log.forget();
            }
        }
    }

    private static void log(TestResult done) {
        LOG.info(
                "event=run_ended run={} test={} verdict={} requests={} errors={} p99_ms={} causes={}",
                done.runId(),
                done.testId(),
                done.verdict(),
                done.requests(),
                done.errors(),
                done.responseMillis().p99(),
                done.causes());
    }

    private static void refused(Entry entry, Throwable cause) {
        entry.state = RunState.REFUSED;
        entry.problem = String.valueOf(cause.getMessage());
        if (cause instanceof IllegalArgumentException) {
            LOG.warn("event=run_refused run={} cause=\"{}\"", entry.runId(), entry.problem);
        } else {
            LOG.error("event=run_refused run={}", entry.runId(), cause);
        }
        entry.over.complete();
    }

    /** Asks the running run of a test to end; its result follows. */
    public Entry stop(String testId) {
        var _ = test(testId);
        Entry entry = running(testId);
        if (entry == null) {
            throw new ServiceException(FailureKind.CONFLICT, "test '" + testId + "' is not running");
        }
        stop(entry);
        return entry;
    }

    /** Changes the running run of a test. */
    public Future<Entry> change(String testId, Change change) {
        var _ = test(testId);
        Entry entry = running(testId);
        if (entry == null) {
            throw new ServiceException(FailureKind.CONFLICT, "test '" + testId + "' is not running");
        }
        return entry.run.change(change).map(entry);
    }

    private static void stop(Entry entry) {
        entry.stopRequested = true;
        entry.run.stop();
    }

    /** Asks all runs to end, and returns them. Needs nothing but this process. */
    public List<Entry> stopAll() {
        List<Entry> stopped = running();
        stopped.forEach(TestRuns::stop);
        return stopped;
    }
}
