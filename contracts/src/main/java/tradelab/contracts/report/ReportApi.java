package tradelab.contracts.report;

import tradelab.contracts.Endpoint;
import tradelab.contracts.loadgen.TestResult;

/** Every event-bus address of the report service. Nothing else in the suite spells one out. */
public final class ReportApi {
    /** Idempotent by run id. */
    public static final Endpoint<TestResult, RecordedResult> RECORD_RESULT =
            Endpoint.json("report.result.record.v1", TestResult.class, RecordedResult.class);

    private ReportApi() {}
}
