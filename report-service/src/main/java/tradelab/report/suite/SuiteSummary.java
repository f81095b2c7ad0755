package tradelab.report.suite;

import java.util.List;
import java.util.Map;
import tradelab.contracts.Require;
import tradelab.contracts.loadgen.TestResult;

/**
 * Everything one report is about.
 *
 * @param title what a person calls it
 * @param suite what its runs have in common in the history; empty if they were never given one
 * @param results in the order in which they ran
 * @param passed what whoever ran the suite decided; a report never makes a failed run look better
 * @param environment what all runs share: JVM, processors, commit, seed
 */
public record SuiteSummary(
        String title,
        String suite,
        long startedEpochMillis,
        double durationSeconds,
        List<Fact> facts,
        List<TestResult> results,
        boolean passed,
        Map<String, String> environment) {
    /** More runs than this in one file help nobody. */
    public static final int RESULTS_MAX = 100;

    public static final int FACTS_MAX = 1_000;

    public SuiteSummary {
        title = Require.text("title", title, 200);
        suite = Require.present("suite", suite);
        facts = List.copyOf(facts);
        results = List.copyOf(results);
        environment = Map.copyOf(environment);
        var _runs = Require.range("results", results.size(), 0, RESULTS_MAX);
        var _facts = Require.range("facts", facts.size(), 0, FACTS_MAX);
    }

    /** The facts that were checked and found wrong. */
    public List<Fact> wrongFacts() {
        return facts.stream().filter(Fact::wrong).toList();
    }
}
