package tradelab.report.history;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Json;
import tradelab.contracts.loadgen.IntervalResult;
import tradelab.contracts.loadgen.IterationResult;
import tradelab.contracts.loadgen.LatencyMillis;
import tradelab.contracts.loadgen.OperationResult;
import tradelab.contracts.loadgen.StageResult;
import tradelab.contracts.loadgen.TestResult;
import tradelab.contracts.loadgen.ThresholdResult;

/** Between results and rows. */
final class ResultRows {
    private ResultRows() {}

    static OffsetDateTime started(TestResult result) {
        return Instant.ofEpochMilli(result.startedEpochMillis()).atOffset(ZoneOffset.UTC);
    }

    static Tuple parameters(TestResult result) {
        LatencyMillis response = result.responseMillis();
        Tuple tuple = Tuple.tuple();
        for (Object value : List.of(
                result.runId(),
                result.testId(),
                result.suite(),
                result.name(),
                result.target(),
                result.verdict(),
                started(result),
                result.durationSeconds(),
                result.rate(),
                result.connections(),
                result.requests(),
                result.errors(),
                response.mean(),
                response.p50(),
                response.p90(),
                response.p95(),
                response.p99(),
                response.p999(),
                response.max(),
                json(result.serviceMillis()),
                json(result.lagMillis()),
                json(result.operations()),
                json(result.intervals()),
                json(result.thresholds()),
                json(result.causes()),
                json(result.environment()),
                Buffer.buffer(Base64.getDecoder().decode(result.responseHistogram())))) {
            var _ = tuple.addValue(value);
        }
        return tuple.addValue(jsonOrNull(result.firstByteMillis()))
                .addValue(jsonOrNull(result.waitMillis()))
                .addValue(json(result.stages()))
                .addValue(jsonOrNull(result.iterations()));
    }

    private static @Nullable String jsonOrNull(@Nullable Object value) {
        return value == null ? null : json(value);
    }

    private static String json(Object value) {
        return Json.write(value).toString();
    }

    static TestResult result(Row row) {
        return new TestResult(
                row.getString("run_id"),
                row.getString("test_id"),
                row.getString("suite"),
                row.getString("name"),
                row.getString("target"),
                row.getOffsetDateTime("started_at").toInstant().toEpochMilli(),
                row.getDouble("duration_seconds"),
                row.getDouble("rate"),
                row.getInteger("connections"),
                row.getLong("requests"),
                row.getLong("errors"),
                new LatencyMillis(
                        row.getDouble("response_mean"),
                        row.getDouble("response_p50"),
                        row.getDouble("response_p90"),
                        row.getDouble("response_p95"),
                        row.getDouble("response_p99"),
                        row.getDouble("response_p999"),
                        row.getDouble("response_max")),
                read(row, "service_millis", LatencyMillis.class),
                read(row, "lag_millis", LatencyMillis.class),
                List.of(read(row, "operations", OperationResult[].class)),
                List.of(read(row, "intervals", IntervalResult[].class)),
                List.of(read(row, "thresholds", ThresholdResult[].class)),
                Base64.getEncoder()
                        .encodeToString(row.getBuffer("response_histogram").getBytes()),
                row.getString("verdict"),
                List.of(read(row, "causes", String[].class)),
                texts(row, "environment"),
                latencyOrNull(row, "first_byte_millis"),
                latencyOrNull(row, "wait_millis"),
                List.of(read(row, "stages", StageResult[].class)),
                row.getString("iterations") == null ? null : read(row, "iterations", IterationResult.class));
    }

    private static @Nullable LatencyMillis latencyOrNull(Row row, String column) {
        return row.getString(column) == null ? null : read(row, column, LatencyMillis.class);
    }

    private static <T> T read(Row row, String column, Class<T> type) {
        return Json.read(Buffer.buffer(row.getString(column)), type);
    }

    private static Map<String, String> texts(Row row, String column) {
        Map<String, String> texts = new LinkedHashMap<>();
        read(row, column, Map.class).forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
        return texts;
    }

    static ResultSummary summary(Row row) {
        return new ResultSummary(
                row.getLong("id"),
                row.getString("run_id"),
                row.getString("test_id"),
                row.getString("suite"),
                row.getString("name"),
                row.getString("target"),
                row.getString("verdict"),
                row.getOffsetDateTime("started_at").toInstant().toEpochMilli(),
                row.getDouble("duration_seconds"),
                row.getDouble("rate"),
                row.getLong("requests"),
                row.getLong("errors"),
                row.getDouble("response_p50"),
                row.getDouble("response_p99"),
                row.getDouble("response_max"));
    }
}
