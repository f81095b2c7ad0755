package tradelab.report.history;

/** The SQL of the history. */
final class Statements {
    /**
     * Puts test and result in, or finds the result that is there already. Answers nothing only if another session put the
     * same run in while this statement ran; then {@link #FIND} sees it.
     */
    static final String RECORD = """
        WITH test AS (
            INSERT INTO performance_test (test_id, name, target, first_run_at, last_run_at)
            VALUES ($2, $4, $5, $7, $7)
            ON CONFLICT (test_id) DO UPDATE SET
                name = EXCLUDED.name, target = EXCLUDED.target,
                last_run_at = greatest(performance_test.last_run_at, EXCLUDED.last_run_at)
        ), added AS (
            INSERT INTO performance_test_result (
                run_id, test_id, suite, name, target, verdict, started_at, duration_seconds, rate, connections,
                requests, errors, response_mean, response_p50, response_p90, response_p95, response_p99,
                response_p999, response_max, service_millis, lag_millis, operations, intervals, thresholds, causes,
                environment, response_histogram, first_byte_millis, wait_millis, stages,
                iterations)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20::text::jsonb, $21::text::jsonb, $22::text::jsonb, $23::text::jsonb, $24::text::jsonb,
                $25::text::jsonb, $26::text::jsonb, $27, $28::text::jsonb, $29::text::jsonb,
                $30::text::jsonb, $31::text::jsonb)
            ON CONFLICT (run_id) DO NOTHING
            RETURNING id, test_id, started_at, requests
        )
        SELECT id, test_id, started_at, requests, false AS duplicate FROM added
        UNION ALL
        SELECT id, test_id, started_at, requests, true FROM performance_test_result WHERE run_id = $1
        """;

    static final String FIND =
            "SELECT id, test_id, started_at, requests, true AS duplicate FROM performance_test_result WHERE run_id ="
                    + " $1";

    private static final String WHOLE = """
        SELECT run_id, test_id, suite, name, target, verdict, started_at, duration_seconds, rate, connections,
            requests, errors, response_mean, response_p50, response_p90, response_p95, response_p99, response_p999,
            response_max, service_millis::text, lag_millis::text, operations::text, intervals::text,
            thresholds::text, causes::text, environment::text, response_histogram,
            first_byte_millis::text, wait_millis::text, stages::text, iterations::text
        FROM performance_test_result
        """;

    static final String GET = WHOLE + "WHERE run_id = $1";

    /** The newest runs of a suite, in the order in which they ran. */
    static final String SUITE = "SELECT * FROM (" + WHOLE
            + "WHERE suite = $1 ORDER BY id DESC LIMIT $2) newest ORDER BY started_at, run_id";

    private static final String SUMMARY = """
        SELECT id, run_id, test_id, suite, name, target, verdict, started_at, duration_seconds, rate, requests,
            errors, response_p50, response_p99, response_max
        FROM performance_test_result
        """;

    private Statements() {}

    /** A list with only the conditions that are asked for, so that each has its index. Parameters in their order. */
    static String list(boolean suite, boolean name, boolean after) {
        StringBuilder sql = new StringBuilder(SUMMARY);
        int parameter = 0;
        String word = "WHERE ";
        for (String condition :
                new String[] {suite ? "suite = $" : "", name ? "name = $" : "", after ? "id < $" : ""}) {
            if (!condition.isEmpty()) {
                sql.append(word).append(condition).append(++parameter);
                word = " AND ";
            }
        }
        return sql.append(" ORDER BY id DESC LIMIT $").append(++parameter).toString();
    }
}
