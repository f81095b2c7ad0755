package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tradelab.loadgen.engine.Population;
import tradelab.loadgen.operation.Operation;
import tradelab.loadgen.schedule.Stage;
import tradelab.loadgen.threshold.Threshold.Scope;

class DefinitionReaderTest {

    @Test
    void readsAWholeTest() {
        LoadTest test = parse("""
            {"name":"mix","testType":"STRESS_TEST","targetUrl":"http://127.0.0.1:8082/api","rate":500,"duration":"1m30s",
             "concurrent":16,"timeout":2,"seed":7,"suite":"demo",
             "operations":[{"name":"submit","weight":80,"path":"/orders","body":{"id":"${run}-${seq}"},"expectedStatuses":[201,"409"]},
                           {"name":"cancel","weight":20,"method":"delete","path":"/orders/${recent:submit}"}],
             "thresholds":["submit:response.p99 < 20","errors.ratio < 0.01"]}\
            """);

        assertThat(test.duration()).isEqualTo(Duration.ofSeconds(90));
        assertThat(test.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(test.connections()).isEqualTo(16);
        assertThat(test.type()).isEqualTo(TestType.STRESS_TEST);
        assertThat(test.basePath()).isEqualTo("/api");
        assertThat(test.operations().getFirst().method()).isEqualTo("POST");
        assertThat(test.operations().getFirst().body()).isEqualTo("{\"id\":\"${run}-${seq}\"}");
        assertThat(test.operations().getFirst().expected().ranges()).containsExactly("201", "409");
        assertThat(test.operations().getLast().method()).isEqualTo("DELETE");
        assertThat(test.thresholds()).hasSize(2);
    }

    @Test
    void aTargetAloneIsATest() {
        LoadTest test = parse("{\"target\":\"http://127.0.0.1:8081/a?b=c\"}");
        assertThat(test.isClosedLoop()).isTrue();
        assertThat(test.duration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(test.operations().getFirst().path()).isEqualTo("/a?b=c");
        assertThat(test.basePath()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://127.0.0.1", "h2c://127.0.0.1", "ws://127.0.0.1", "sse+http://127.0.0.1", "bus://a.b.v1"
            })
    void whatLooksAtAnswersIsRefusedWhereNoneAreShown(String target) {
        for (String looks : List.of(
                "checks: [{pointer: /id, equals: 1}]", "extract: {id: {pointer: /id}}", "checks: [{header: x}]")) {
            String operation = "rate: 1\noperations:\n  - name: read\n    " + looks + "\ntarget: ";
            assertThatThrownBy(() -> DefinitionReader.read("t.yaml", operation + target))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "operations.read." + looks.substring(0, looks.indexOf(':')) + ": expected none: answers")
                    .hasMessageContaining("got '" + target);
            assertThat(DefinitionReader.read("t.yaml", operation + "http://127.0.0.1")
                            .operations())
                    .hasSize(1);
        }
    }

    @Test
    void readsK6Thresholds() {
        assertThat(parse("{\"target\":\"http://127.0.0.1\",\"thresholds\":{\"http_req_duration\":[\"p(95)<200\"]}}")
                        .thresholds())
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{} ; target",
                "{'target':'http://127.0.0.1','speed':1} ; speed: unknown field",
                "{'target':'http://127.0.0.1','targetUrl':'http://127.0.0.1'} ; targetUrl: expected either",
                "{'target':'http://127.0.0.1','rate':-1} ; rate: expected",
                "{'target':'http://127.0.0.1','rate':'fast'} ; rate: expected a number",
                "{'target':'http://127.0.0.1','duration':'soon'} ; duration: expected a duration such as 30s",
                "{'target':'http://127.0.0.1','duration':0} ; duration: expected",
                "{'target':'http://127.0.0.1','duration':[1]} ; duration: expected",
                "{'target':'http://127.0.0.1','connections':0} ; connections: expected 1 to 10000, got '0'",
                "{'target':'http://127.0.0.1','testType':'FAST'} ; testType: expected one of",
                "{'target':'http://127.0.0.1','operations':[]} ; operations: expected 1 to 64",
                "{'target':'http://127.0.0.1','operations':[{'path':'/'}]} ; operations[0].name: missing",
                "{'target':'http://127.0.0.1','operations':[{'name':'a','path':'x'}]} ; operations[0].path: expected",
                "{'target':'http://127.0.0.1','operations':[{'name':'a','body':'${x}'}]} ; operations[0].body at 0",
                "{'target':'http://127.0.0.1','thresholds':['p99<1']} ; thresholds: 'p99<1' at 1",
                "{'target':'http://127.0.0.1','thresholds':['a:response.p99<1']} ; thresholds: expected one of the"
                        + " operations",
                "{'target':'http://127.0.0.1','thresholds':[1]} ; thresholds: expected text",
                "[] ; body",
                "{'target' ; body: expected JSON",
            })
    void refusesWithTheFieldAndTheExpectation(String json, String message) {
        assertThatThrownBy(() -> parse(json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsYamlWithAScheduleAndWindows() {
        LoadTest test = DefinitionReader.read("test.yaml", """
            name: auction
            target: http://127.0.0.1:8082
            schedule:
              shape: stages
              startRate: 0
              stages:
                - {duration: 10s, target: 100, name: up}
                - {duration: 20s, target: 100, name: hold}
            operations:
              - name: simple
                weight: 80
                path: /simple
              - {name: analysis, weight: 15, path: /analysis}
              - {name: expression, weight: 5, path: /expression}
            thresholds:
              - response.p99 < 50 over 5s in hold
              - threshold: errors.burn(99.9) < 14.4
                window: 60s
                abortOnFail: true
                delayAbortEval: 10s
            """);

        assertThat(test.duration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(test.isClosedLoop()).isFalse();
        assertThat(test.schedule().count()).isEqualTo(2_500);
        assertThat(test.schedule().stages()).hasSize(2);
        assertThat(test.thresholds().getFirst().scope()).isEqualTo(new Scope(5, "hold", false, 0));
        assertThat(test.thresholds().getLast().scope()).isEqualTo(new Scope(60, "", true, 10));
    }

    @Test
    void readsTheOptionsOfK6() {
        LoadTest test = DefinitionReader.read("k6.json", """
            {"target":"http://127.0.0.1:1","options":{
              "scenarios":{"one":{"executor":"ramping-arrival-rate","startRate":30,"timeUnit":"1m","preAllocatedVUs":5,
                "stages":[{"duration":"1m30s","target":60},{"duration":30000,"target":60}]}},
              "thresholds":{"http_req_failed":["rate<0.01"],
                "http_req_duration":[{"threshold":"p(95)<200","abortOnFail":true,"delayAbortEval":"10s"}]}}}
            """);

        assertThat(test.duration()).isEqualTo(Duration.ofMinutes(2));
        assertThat(test.schedule().count()).isEqualTo(97);
        assertThat(test.thresholds()).hasSize(2);
        assertThat(test.thresholds().getLast().scope()).isEqualTo(new Scope(0, "", true, 10));
    }

    @Test
    void constantUsersOfK6AreConnectionsThatSendAsTheyCan() {
        LoadTest test = DefinitionReader.read("k6.yaml", "target: http://127.0.0.1:1\noptions: {vus: 7, duration: 3s}");

        assertThat(test.isClosedLoop()).isTrue();
        assertThat(test.connections()).isEqualTo(7);
        assertThat(test.duration()).isEqualTo(Duration.ofSeconds(3));
    }

    private static LoadTest ofK6(String options) {
        LoadTest test = DefinitionReader.read("k6.yaml", "target: http://127.0.0.1:1\noptions: " + options);
        assertThat(test.isClosedLoop()).isTrue();
        return test;
    }

    @Test
    void usersOfK6ComeAndGo() {
        LoadTest stages = ofK6("{vus: 2, stages: [{duration: 10s, target: 20}, {duration: 5000, target: 0}]}");
        assertThat(stages.connections()).isEqualTo(20);
        assertThat(stages.duration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(stages.conduct().manner().population().steps())
                .containsExactly(
                        new Population.Step(0, 10_000_000_000L, 2, 20),
                        new Population.Step(10_000_000_000L, 15_000_000_000L, 20, 0));
        LoadTest later = ofK6("{scenarios: {a: {executor: ramping-vus, startVUs: 3, startTime: 1s,"
                + " stages: [{duration: 1s, target: 1}]}}}");
        assertThat(later.conduct().manner().population().steps())
                .containsExactly(
                        new Population.Step(0, 1_000_000_000, 0, 0),
                        new Population.Step(1_000_000_000, 2_000_000_000, 3, 1));
        assertThat(later.connections()).isEqualTo(3);
    }

    @Test
    void iterationsOfK6AreSharedOrEachUsersOwn() {
        LoadTest shared = ofK6("{vus: 4, iterations: 100}");
        assertThat(shared.conduct().manner().population()).isEqualTo(new Population(List.of(), 100, false));
        assertThat(shared.duration()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ofK6("{iterations: 100, duration: 30s}").duration()).isEqualTo(Duration.ofSeconds(30));
        LoadTest each = ofK6("{scenarios: {a: {executor: per-vu-iterations, vus: 4, iterations: 5, maxDuration: 1m}}}");
        assertThat(each.conduct().manner().population()).isEqualTo(new Population(List.of(), 5, true));
        assertThat(each.duration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(each.connections()).isEqualTo(4);
    }

    @Test
    void scenariosOfK6AreTestsThatBeginWhenTheySay(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("k6.yaml"), """
            target: http://127.0.0.1:1
            name: both
            operations: [{name: a}, {name: b}]
            options:
              scenarios:
                first: {executor: constant-arrival-rate, rate: 10, duration: 10s, preAllocatedVUs: 3, exec: a}
                second: {executor: ramping-arrival-rate, startTime: 5s, maxVUs: 9, stages: [{duration: 4s, target: 20}]}
            """);
        List<LoadTest> tests = DefinitionReader.read(file);
        LoadTest first = tests.getFirst();
        LoadTest second = tests.getLast();

        assertThat(first.name()).isEqualTo("both first");
        assertThat(first.operations()).extracting(Operation::name).containsExactly("a");
        assertThat(first.connections()).isEqualTo(3);
        assertThat(first.schedule().count()).isEqualTo(100);
        assertThat(second.connections()).isEqualTo(9);
        assertThat(second.duration()).isEqualTo(Duration.ofSeconds(9));
        assertThat(second.schedule().count()).isEqualTo(40);
        assertThat(second.schedule().countBefore(5_000_000_000L)).isZero();
        assertThat(second.schedule().stages()).extracting(Stage::name).containsExactly("before", "stage-1");
    }

    @Test
    void mixedChaosHarmsItsOwnWayUnlessTheDefinitionSaysOtherwise() {
        String run = "target: http://127.0.0.1:1\nrate: 100\nduration: 22s\nrun: mixed-chaos\n";
        LoadTest chaos = DefinitionReader.read("t", run);
        assertThat(chaos.conduct().faults())
                .extracting(step -> step.at().toSeconds() + " " + step.harm())
                .containsExactly(
                        "2 LATENCY 40 for 2000 ms",
                        "6 SLICE 64 for 2000 ms",
                        "10 BANDWIDTH 20000 for 2000 ms",
                        "14 RESET for 500 ms",
                        "18 BLACK_HOLE for 1000 ms");
        assertThat(chaos.schedule().stages()).hasSize(11);
        assertThat(DefinitionReader.read("t", run + "faults: []").conduct().faults())
                .isEmpty();
        assertThat(DefinitionReader.read("t", run.replace("http://127.0.0.1:1", "bus://lab.echo.v1"))
                        .conduct()
                        .faults())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mixed ; schedule: {shape: ramp, to: 5}",
                "order-storm ; rate: 5",
                "cached ; options: {vus: 1, duration: 1s}",
                "order-flow ; operations: [{name: a, path: /}]",
                "mixed ; targetUrl: http://127.0.0.1:1",
                "news-spike ; duration: 3s",
                "opening-auction ; duration: 3s",
                "mixed-chaos ; duration: 3s",
                "cache-storm ; duration: 6s",
                "limit-up-lock ; concurrent: 3"
            })
    void whatADefinitionSaysItselfGoesBeforeTheProfile(String profile, String own) {
        LoadTest test = DefinitionReader.read("t", "profile: " + profile + "\n" + own);

        assertThat(test.name()).isEqualTo(profile);
        if (own.startsWith("duration")) {
            assertThat(test.duration().toSeconds()).isIn(3L, 6L);
        }
    }

    @Test
    void whatIsWrongInsideOfAProfileIsSaidWithThePlaceThere() {
        assertThatThrownBy(() -> DefinitionReader.read("t", "profile: cache-storm\nduration: 2s"))
                .hasMessageStartingWith("profile:cache-storm:");
    }

    @Test
    void aCacheStormReadsAndMakesTheCacheWrite() {
        LoadTest storm = DefinitionReader.read("t", "target: http://127.0.0.1:1\nrate: 100\nrun: cache-storm");
        assertThat(storm.operations()).extracting(Operation::name).containsExactly("read-one", "read-many", "write");
    }

    @ParameterizedTest
    @EnumSource(RunType.class)
    void everyKindOfRunIsATest(RunType run) {
        LoadTest test =
                parse("{\"target\":\"http://127.0.0.1:1\",\"rate\":100,\"duration\":\"60s\",\"run\":\"" + run + "\"}");

        assertThat(test.schedule().durationNanos()).isEqualTo(60_000_000_000L);
        assertThat(test.schedule().count()).isPositive();
        assertThat(test.type()).isEqualTo(run.testType());
    }

    @Test
    void aMixedChaosRunIsDrawnFromTheSeed() {
        String run = "target: http://127.0.0.1:1\nrate: 100\nduration: 60s\nrun: mixed-chaos\nseed: ";
        LoadTest seven = DefinitionReader.read("t.yaml", run + 7);

        assertThat(DefinitionReader.read("t.yaml", run + 7).schedule().rateAt(30_500_000_000L))
                .isEqualTo(seven.schedule().rateAt(30_500_000_000L));
        assertThat(DefinitionReader.read("t.yaml", run + 8).schedule().rateAt(30_500_000_000L))
                .isNotEqualTo(seven.schedule().rateAt(30_500_000_000L));
    }

    @Test
    void aSpikeRunIsTenTimesTheRate() {
        LoadTest test =
                parse("{'target':'http://127.0.0.1:1','rate':100,'duration':'100s','run':'spike'}".replace('\'', '"'));

        assertThat(test.schedule().rateAt(50_000_000_000L)).isEqualTo(1_000);
        assertThat(test.schedule().rateAt(10_000_000_000L)).isEqualTo(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "target: http://127.0.0.1|speed: 1 ; t.yaml:2:8: speed: unknown field, expected one of",
                "target: http://127.0.0.1|rate: fast ; t.yaml:2:7: rate: expected a number, got 'fast'",
                "target: http://127.0.0.1|rate: 1|rate: 2 ; t.yaml:3:1: rate: expected once",
                "target: http://127.0.0.1|operations:|  - name: a|    path: x ; t.yaml:4:11: operations[0].path:"
                        + " expected",
                "target: http://127.0.0.1|operations:|  - name: a|    colour: x ; t.yaml:4:13: operations[0].colour:"
                        + " unknown",
                "target: http://127.0.0.1|schedule:|  shape: circle ; t.yaml:3:10: schedule.shape: expected one of",
                "target: http://127.0.0.1|schedule:|  shape: ramp ; t.yaml:3:3: schedule.to: missing, expected a"
                        + " number",
                "target: http://127.0.0.1|rate: 5|schedule: {shape: ramp, to: 3} ; t.yaml:2:7: rate: expected either",
                "target: http://127.0.0.1|thresholds:|  - p99 < 1 ; t.yaml:3:5: thresholds: 'p99 < 1' at 1",
                "target: http://127.0.0.1|thresholds:|  - errors.ratio < 1 in noon ; t.yaml:3:3: thresholds: expected"
                        + " no stage: the schedule has none",
                "target: http://127.0.0.1|options: {scenarios: {a: {executor: externally-controlled}}} ;"
                        + " options.scenarios.a.executor: expected a rate",
                "target: http://127.0.0.1|options: {scenarios: {a: {executor: constant-vus, stages: []}}} ;"
                        + " options.scenarios.a.stages: expected an executor of stages",
                "target: http://127.0.0.1|options: {vus: 2, iterations: 1} ; options.iterations: expected 2 to",
                "target: http://127.0.0.1|options: {duration: 1, stages: []} ; options.stages: expected either",
                "target: http://127.0.0.1|options: {vus: 0, stages: [{duration: 1, target: 0}]} ; options.stages:"
                        + " expected at least one virtual user",
                "target: http://127.0.0.1|options: {stages: [{duration: 1}]} ; options.stages[0].target: missing",
                "target: http://127.0.0.1|options: {rps: 5} ; t.yaml:2:16: options.rps: expected a rate",
                "target: http://127.0.0.1|options: {vus: 1, stages: []} ; options.stages: expected 1 to 100",
                "target: http://127.0.0.1|options: {scenarios: {a: {executor: constant-vus, gracefulRampDown: 5s}}} ;"
                        + " options.scenarios.a.gracefulRampDown: expected an executor that has it: ramping-vus",
                "target: http://127.0.0.1|options: {scenarios: {a: {gracefulStop: soon}}} ;"
                        + " options.scenarios.a.gracefulStop: expected a duration",
                "target: http://127.0.0.1|options: {scenarios: {a: {vus: 1}, b: {vus: 2}}} ; options: expected one"
                        + " scenario",
                "target: http://127.0.0.1|options: {vus: 1, colour: red} ; options.colour: unknown field",
                "target: http://127.0.0.1|run: spike ; run's shape is drawn around it",
                "target: http://127.0.0.1|rate: ; t.yaml:2:6: rate: expected a number; left out",
                "target: http://127.0.0.1|connections: 4294967304 ;" + " t.yaml:2:14: connections: expected 1 to 10000",
                "target: http://127.0.0.1|duration: 0 ; t.yaml:2:11: duration: expected 10ms to 24h, got '0s'",
                "target: http://127.0.0.1|duration: 400d ; t.yaml:2:11: duration: expected 0 to 24h, got '400d'",
                "target: http://127.0.0.1|timeout: 2h ; t.yaml:2:10: timeout: expected 1ms to 1m, got '2h'",
                "target: http://127.0.0.1|schedule: {rate: 5} ;"
                        + " schedule.shape: missing, expected one of [constant",
                "target: http://127.0.0.1|duration: 5s|schedule: {shape: news-spike, base: 1, at: 9s} ;"
                        + " t.yaml:3:44: schedule.at: expected a time before the end, 5s, got '9s'",
                "target: http://127.0.0.1|schedule: {shape: burst, base: 1, length: 5s, period: 1s} ;"
                        + " schedule.length: expected above 0 and at most 1s, got '5s'",
                "target: http://127.0.0.1|schedule: {shape: random, min: 1, max: 2, period: 0s} ;"
                        + " schedule.period: expected above 0 and at most 10s",
                "target: http://127.0.0.1|schedule: {shape: wave, min: 10, max: 2} ;"
                        + " t.yaml:2:39: schedule.max: expected min or more, got '2'",
                "target: http://127.0.0.1|schedule: {shape: stages, stages: [{duration: 1s, target: -1}]} ;"
                        + " t.yaml:2:59: schedule.stages[0].target: expected 0 or more, got '-1'",
                "target: http://127.0.0.1|schedule: {shape: stages, stages: [{duration: 0s, target: 5}]} ;"
                        + " t.yaml:2:35: schedule.stages: expected at least one stage",
                "target: http://127.0.0.1|schedule: {shape: replay, times: [2, 1]} ;"
                        + " t.yaml:2:38: schedule.times[1]: expected no time before",
                "target: http://127.0.0.1|think: {min: 5s, max: 1s} ;"
                        + " t.yaml:2:14: think.min: expected at most max, 1s, got '5s'",
                "target: http://127.0.0.1|duration: 5s|faults: [{at: 10s, kind: LATENCY, amount: 5, timeToLive: 1s}] ;"
                        + " t.yaml:3:9: faults: expected each at a time before the end, 5s",
                "target: http://127.0.0.1|operations: [{name: a, path: '/${key:zz}'}] ;"
                        + " t.yaml:2:13: operations.a: ${key:zz}: expected one of []",
                "target: http://127.0.0.1|feeds: [{name: f, file: ../x.csv}] ; feeds[0].file: expected none",
                "target: http://127.0.0.1|run: cache-storm|rate: 5|targetUrl: http://127.0.0.1/a ;"
                        + " t.yaml:4:12: targetUrl: expected either",
                "target: http://127.0.0.1/a|run: cache-storm|rate: 5 ; t.yaml:1:9: target: expected no path: run"
                        + " CACHE_STORM asks for paths of its own",
                "profile: mixed|duration: 5ms ; duration: expected 10ms to 24h, got '5ms'",
                "target: [http://127.0.0.1 ; t.yaml:1:",
                "a: &x {b: *x} ; t.yaml:1:11: t.yaml: expected the values themselves, got 'an alias *x'",
                "- 1 ; t.yaml:1:1: t.yaml: expected an object of fields",
                "!!java.net.URL [http://127.0.0.1] ; t.yaml:1:1: t.yaml: expected YAML, got: Global tag is not allowed",
            })
    void saysWhereInTheFile(String yaml, String message) {
        assertThatThrownBy(() -> DefinitionReader.read("t.yaml", yaml.replace('|', '\n')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static LoadTest parse(String json) {
        return DefinitionReader.read("body", json);
    }
}
