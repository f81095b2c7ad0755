package tradelab.report.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.report.RecordedResult;

/**
 * The history of results in PostgreSQL. Each statement is timed under its name; a database that is away fails with
 * {@link FailureKind#UNAVAILABLE}.
 */
public final class ResultHistory {
    /** A suite's report shows the newest runs up to this number. */
    public static final int SUITE_RUNS_MAX = 50;

    private final Pool pool;
    private final MeterRegistry meters;
    private final LongSupplier nanoTime;

    public ResultHistory(Pool pool, MeterRegistry meters, LongSupplier nanoTime) {
        this.pool = pool;
        this.meters = meters;
        this.nanoTime = nanoTime;
    }

    /**
     * Puts {@code result} into the history, once however often it comes.
     *
     * @return fails with INVALID_REQUEST for a result that cannot enter, and with CONFLICT if another run has its id
     */
    public Future<RecordedResult> record(TestResult result) {
        try {
            Admission.check(result);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(new ServiceException(FailureKind.INVALID_REQUEST, e));
        }
        return query("record", Statements.RECORD, ResultRows.parameters(result))
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture(rows)
                        : query("find", Statements.FIND, Tuple.of(result.runId())))
                .map(rows -> recorded(rows.iterator().next(), result));
    }

    private static RecordedResult recorded(Row row, TestResult result) {
        boolean same = row.getString("test_id").equals(result.testId())
                && row.getLong("requests") == result.requests()
                && row.getOffsetDateTime("started_at").toInstant().toEpochMilli() == result.startedEpochMillis();
        if (!same) {
            throw new ServiceException(
                    FailureKind.CONFLICT, "runId: '" + result.runId() + "' is the id of another run in the history");
        }
        return new RecordedResult(row.getLong("id"), result.runId(), row.getBoolean("duplicate"));
    }

    /** Returns the run, or fails with NOT_FOUND. */
    public Future<TestResult> get(String runId) {
        return query("get", Statements.GET, Tuple.of(runId)).map(rows -> {
            for (Row row : rows) {
                return ResultRows.result(row);
            }
            throw new ServiceException(FailureKind.NOT_FOUND, "runId: no run '" + runId + "' in the history");
        });
    }

    /** Returns the newest runs of a suite in the order in which they ran, or fails with NOT_FOUND if there is none. */
    public Future<List<TestResult>> suite(String suite) {
        return query("suite", Statements.SUITE, Tuple.of(suite, SUITE_RUNS_MAX)).map(rows -> {
            List<TestResult> runs = new ArrayList<>();
            rows.forEach(row -> runs.add(ResultRows.result(row)));
            if (runs.isEmpty()) {
                throw new ServiceException(FailureKind.NOT_FOUND, "suite: no run of '" + suite + "' in the history");
            }
            return runs;
        });
    }

    /** Returns one page of results, newest first. */
    public Future<ResultPage> list(ResultQuery wanted) {
        Tuple parameters = Tuple.tuple();
        for (@Nullable Object value : new @Nullable Object[] {wanted.suite(), wanted.name(), wanted.after()}) {
            if (value != null) {
                var _ = parameters.addValue(value);
            }
        }
        var _ = parameters.addValue(wanted.limit());
        String sql = Statements.list(wanted.suite() != null, wanted.name() != null, wanted.after() != null);
        return query("list", sql, parameters).map(rows -> {
            List<ResultSummary> results = new ArrayList<>();
            rows.forEach(row -> results.add(ResultRows.summary(row)));
            boolean more = results.size() == wanted.limit();
            return new ResultPage(results, more ? results.getLast().resultId() : null);
        });
    }

    private Future<RowSet<Row>> query(String name, String sql, Tuple parameters) {
        long began = nanoTime.getAsLong();
        return pool.preparedQuery(sql)
                .execute(parameters)
                .onComplete(done ->
                        timer(name, done.succeeded()).record(nanoTime.getAsLong() - began, TimeUnit.NANOSECONDS))
                .recover(cause -> Future.failedFuture(translated(cause)));
    }

    private Timer timer(String name, boolean succeeded) {
        return Timer.builder("report.query")
                .description("Statements of the history, from asking for a connection to the last row")
                .tag("query", name)
                .tag("outcome", succeeded ? "success" : "failure")
                .register(meters);
    }

    /** What the server refused for a reason of its own is a defect of ours; everything else means it is away. */
    private static Throwable translated(Throwable cause) {
        boolean refused = cause instanceof PgException pg
                && !pg.getSqlState().startsWith("57")
                && !pg.getSqlState().startsWith("08")
                && !pg.getSqlState().startsWith("53");
        return refused
                ? cause
                : new ServiceException(
                        FailureKind.UNAVAILABLE, "postgres: the history cannot be reached: " + cause.getMessage());
    }
}
