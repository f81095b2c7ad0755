package tradelab.loadgen.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadTestRequestTest {

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
                "{'target':'http://127.0.0.1','rate':'fast'} ; rate: expected",
                "{'target':'http://127.0.0.1','duration':'soon'} ; duration: expected a duration such as 30s",
                "{'target':'http://127.0.0.1','duration':0} ; duration: expected",
                "{'target':'http://127.0.0.1','duration':[1]} ; duration: expected",
                "{'target':'http://127.0.0.1','connections':0} ; connections: expected 1 to 10000, got '0'",
                "{'target':'http://127.0.0.1','testType':'FAST'} ; testType: expected one of",
                "{'target':'http://127.0.0.1','operations':[]} ; operations: expected 1 to 32",
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

    private static LoadTest parse(String json) {
        return LoadTestRequest.parse(Buffer.buffer(json));
    }
}
