package tradelab.loadgen.api;

import java.util.List;
import tradelab.loadgen.definition.LoadTest;
import tradelab.loadgen.definition.TestType;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.run.RunState;
import tradelab.loadgen.run.TestRuns.DefinedTest;
import tradelab.loadgen.threshold.Threshold;

/** A definition as the API shows it, with its runs. */
record TestView(
        String testId,
        String name,
        TestType testType,
        RunState state,
        String suite,
        String target,
        double rate,
        double durationSeconds,
        int connections,
        int eventLoops,
        double timeoutSeconds,
        long seed,
        List<Operation> operations,
        List<String> thresholds,
        List<RunView> runs) {

    static TestView of(DefinedTest defined, RunState state, List<RunView> runs) {
        LoadTest test = defined.test();
        return new TestView(
                defined.testId(),
                test.name(),
                test.type(),
                state,
                test.suite(),
                test.target().toString(),
                test.rate(),
                test.duration().toNanos() / 1e9,
                test.connections(),
                test.eventLoops(),
                test.timeout().toNanos() / 1e9,
                test.seed(),
                test.operations(),
                test.thresholds().stream().map(Threshold::text).toList(),
                runs);
    }
}
