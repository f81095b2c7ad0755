package tradelab.monitor.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.monitor.history.Samples.view;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.contracts.monitor.SampleKeys;
import tradelab.monitor.history.InstanceState;
import tradelab.monitor.history.InstanceView;

class VerdictRulesTest {

    @Test
    void saysSoWhenNobodyHasReported() {
        assertThat(VerdictRules.judge(List.of()).summary()).isEqualTo("No service has reported yet.");
    }

    @Test
    void isHealthyWhenAllAreReadyAndNothingIsWrong() {
        Verdict verdict = judge(ready("trading-service", Map.of()), ready("venue-simulator", Map.of()));
        assertThat(verdict).isEqualTo(new Verdict(Level.HEALTHY, "All 2 services are well.", List.of()));
    }

    @Test
    void failsWhenAServiceIsLost() {
        Verdict verdict = judge(view("trading-service", InstanceState.LOST, Map.of()));
        assertThat(verdict.level()).isEqualTo(Level.FAILING);
        assertThat(rules(verdict)).containsExactly("service-lost");
    }

    @Test
    void isOnlyDegradedWhenAnotherInstanceStillServes() {
        Verdict verdict =
                judge(view("trading-service", InstanceState.LOST, Map.of()), ready("trading-service", Map.of()));
        assertThat(verdict.level()).isEqualTo(Level.DEGRADED);
        assertThat(rules(verdict)).containsExactly("instance-lost");
    }

    @Test
    void aCleanStopWithASuccessorIsNoNews() {
        assertThat(judge(view("trading-service", InstanceState.STOPPED, Map.of()), ready("trading-service", Map.of()))
                        .level())
                .isEqualTo(Level.HEALTHY);
    }

    @Test
    void theSilentAreNotJudgedByTheirOldNumbers() {
        Verdict verdict = judge(view("trading-service", InstanceState.LOST, Map.of(SampleKeys.ORDERS_IN_DOUBT, 3.0)));
        assertThat(rules(verdict)).containsExactly("service-lost");
    }

    @Test
    void namesTheWorstFirst() {
        Verdict verdict = judge(
                ready("trading-service", Map.of(SampleKeys.ORDERS_IN_DOUBT, 3.0)),
                ready("market-data-service", Map.of(SampleKeys.BOOKS_CROSSED, 1.0)));
        assertThat(rules(verdict)).containsExactly("books-crossed", "orders-in-doubt");
        assertThat(verdict.summary()).isEqualTo("Crossed order books: 1 (limit 0). And 1 more.");
    }

    @Test
    void judgesErrorsByTheirShareAndOnlyAmongEnoughRequests() {
        assertThat(rules(judge(errors(2, 2)))).isEmpty();
        assertThat(judge(errors(1_000, 9)).level()).isEqualTo(Level.HEALTHY);
        assertThat(judge(errors(1_000, 20)).level()).isEqualTo(Level.DEGRADED);
        assertThat(judge(errors(1_000, 60)).level()).isEqualTo(Level.FAILING);
    }

    @Test
    void noticesAFullHeapALaggingLoopAndALoadRunThatFallsBehind() {
        Verdict verdict = judge(ready(
                "loadgen-service",
                Map.of(
                        SampleKeys.HEAP_USED_BYTES, 95.0,
                        SampleKeys.HEAP_MAX_BYTES, 100.0,
                        SampleKeys.LOOP_LAG_P99_MILLIS, 80.0,
                        SampleKeys.LOAD_OFFERED_PER_SECOND, 1_000.0,
                        SampleKeys.LOAD_ACHIEVED_PER_SECOND, 800.0)));
        assertThat(rules(verdict)).containsExactly("heap-full", "load-behind", "loop-lag");
        assertThat(verdict.reasons().get(1).text())
                .isEqualTo("The load run achieves 80 % of what it offers (limit 95 %).");
    }

    @Test
    void addsUpWhatTheHeardReportAndLeavesOutWhatNobodyDoes() {
        Overview overview = Overviews.of(
                List.of(
                        ready("a-service", Map.of(SampleKeys.HTTP_REQUESTS_PER_SECOND, 2.0)),
                        ready("b-service", Map.of(SampleKeys.HTTP_REQUESTS_PER_SECOND, 3.0)),
                        view("c-service", InstanceState.LOST, Map.of(SampleKeys.HTTP_REQUESTS_PER_SECOND, 9.0))),
                7);
        assertThat(overview.requestsPerSecond()).isEqualTo(5.0);
        assertThat(overview.ordersOpen()).isNull();
        assertThat(overview.instancesReady()).isEqualTo(2);
        assertThat(overview.instancesSilent()).isEqualTo(1);
    }

    @Test
    void weighsCacheHitsByReads() {
        Overview overview = Overviews.of(List.of(cache(0.5, 100), cache(1.0, 300), cache(0.1, 0)), 7);
        assertThat(overview.cacheHitRatio()).isEqualTo(0.875);
    }

    private static InstanceView cache(double ratio, double reads) {
        return ready(
                "market-data-service",
                Map.of(SampleKeys.CACHE_HIT_RATIO, ratio, SampleKeys.CACHE_READS_PER_SECOND, reads));
    }

    private static InstanceView errors(double requests, double errors) {
        return ready(
                "trading-service",
                Map.of(SampleKeys.HTTP_REQUESTS_PER_SECOND, requests, SampleKeys.HTTP_ERRORS_PER_SECOND, errors));
    }

    private static InstanceView ready(String service, Map<String, Double> values) {
        return view(service, InstanceState.READY, values);
    }

    private static Verdict judge(InstanceView... instances) {
        return VerdictRules.judge(List.of(instances));
    }

    private static List<String> rules(Verdict verdict) {
        return verdict.reasons().stream().map(Reason::rule).toList();
    }
}
