-- What was tested. A test is known by its id; its definition belongs to the load generator and is kept as it was last sent.
CREATE TABLE performance_test (
    test_id         text PRIMARY KEY,
    name            text        NOT NULL,
    target          text        NOT NULL,
    definition      jsonb,
    first_run_at    timestamptz NOT NULL,
    last_run_at     timestamptz NOT NULL
);

-- One run of a test. Latencies are milliseconds, as the contract has them.
CREATE TABLE performance_test_result (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id           text             NOT NULL UNIQUE,
    test_id          text             NOT NULL REFERENCES performance_test (test_id),
    suite            text             NOT NULL,
    name             text             NOT NULL,
    target           text             NOT NULL,
    verdict          text             NOT NULL CHECK (verdict IN ('passed', 'failed', 'generator-limited')),
    started_at       timestamptz      NOT NULL,
    duration_seconds double precision NOT NULL,
    rate             double precision NOT NULL,
    connections      integer          NOT NULL,
    requests         bigint           NOT NULL,
    errors           bigint           NOT NULL,
    response_mean    double precision NOT NULL,
    response_p50     double precision NOT NULL,
    response_p90     double precision NOT NULL,
    response_p95     double precision NOT NULL,
    response_p99     double precision NOT NULL,
    response_p999    double precision NOT NULL,
    response_max     double precision NOT NULL,
    service_millis   jsonb            NOT NULL,
    lag_millis       jsonb            NOT NULL,
    operations       jsonb            NOT NULL,
    intervals        jsonb            NOT NULL,
    thresholds       jsonb            NOT NULL,
    causes           jsonb            NOT NULL,
    environment      jsonb            NOT NULL,
    -- HdrHistogram V2 compressed, nanoseconds; already compressed, so it is not compressed again.
    response_histogram bytea          NOT NULL,
    recorded_at      timestamptz      NOT NULL DEFAULT now()
);
ALTER TABLE performance_test_result ALTER COLUMN response_histogram SET STORAGE EXTERNAL;

-- Lists page backwards by id, in all of them, in one suite, under one name, or both.
CREATE INDEX performance_test_result_suite ON performance_test_result (suite, id DESC);
CREATE INDEX performance_test_result_name ON performance_test_result (name, id DESC);
CREATE INDEX performance_test_result_suite_name ON performance_test_result (suite, name, id DESC);
CREATE INDEX performance_test_result_test ON performance_test_result (test_id, id DESC);

-- What the analysis of a run recommends.
CREATE TABLE optimization_recommendation (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    result_id      bigint      NOT NULL REFERENCES performance_test_result (id) ON DELETE CASCADE,
    finding        text        NOT NULL,
    area           text        NOT NULL CHECK (area IN ('api', 'code', 'database', 'cache', 'bus', 'jvm', 'system', 'generator')),
    impact         text        NOT NULL CHECK (impact IN ('low', 'medium', 'high', 'critical')),
    evidence       jsonb       NOT NULL,
    recommendation text        NOT NULL,
    expected_gain  text        NOT NULL DEFAULT '',
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (result_id, finding)
);

-- Named sets of runs that later runs are compared with.
CREATE TABLE baselines (
    name       text        NOT NULL,
    run_id     text        NOT NULL REFERENCES performance_test_result (run_id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, run_id)
);
