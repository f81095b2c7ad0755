package tradelab.loadgen.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tradelab.loadgen.threshold.Threshold.Comparison;
import tradelab.loadgen.threshold.Threshold.Metric;
import tradelab.loadgen.threshold.Threshold.Statistic;

class ThresholdParserTest {

    @ParameterizedTest
    @CsvSource({
        "response.p99 < 50, '', RESPONSE, PERCENTILE, 99, LESS, 50",
        "response.p99<50ms, '', RESPONSE, PERCENTILE, 99, LESS, 50",
        "response.p999 <= 7.5, '', RESPONSE, PERCENTILE, 99.9, AT_MOST, 7.5",
        "response.p99.99 < 7, '', RESPONSE, PERCENTILE, 99.99, LESS, 7",
        "errors.ratio < 0.01, '', ERRORS, RATIO, 0, LESS, 0.01",
        "requests.rate >= 100, '', REQUESTS, RATE, 0, AT_LEAST, 100",
        "lag.p99 < 5, '', LAG, PERCENTILE, 99, LESS, 5",
        "submit:response.p99 < 20, submit, RESPONSE, PERCENTILE, 99, LESS, 20",
        "http_req_duration: p(95)<200, '', SERVICE, PERCENTILE, 95, LESS, 200",
        "http_req_duration: avg<200, '', SERVICE, MEAN, 0, LESS, 200",
        "http_req_failed: rate<0.01, '', ERRORS, RATIO, 0, LESS, 0.01",
        "checks: rate>0.99, '', CHECKS, RATIO, 0, GREATER, 0.99",
        "http_req_failed{kind:read}: rate<0.01, kind=read, ERRORS, RATIO, 0, LESS, 0.01",
        "dropped_iterations: count==0, '', DROPPED, COUNT, 0, EQUAL, 0",
        "http_req_duration{operation:submit}: p(95)<200, submit, SERVICE, PERCENTILE, 95, LESS, 200",
        "http_req_duration{kind:read}: med<20, kind=read, SERVICE, PERCENTILE, 50, LESS, 20",
        "submit:service.max < 20, submit, SERVICE, MAX, 0, LESS, 20",
        "http_req_waiting: p(90)<9, '', FIRSTBYTE, PERCENTILE, 90, LESS, 9",
        "firstbyte.mean < 9, '', FIRSTBYTE, MEAN, 0, LESS, 9",
        "ws_ticks:response.max < 9, ws_ticks, RESPONSE, MAX, 0, LESS, 9",
    })
    void reads(
            String text,
            String operation,
            Metric metric,
            Statistic statistic,
            double percentile,
            Comparison comparison,
            double limit) {
        assertThat(ThresholdParser.parse(text))
                .isEqualTo(new Threshold(
                        text.strip(),
                        operation,
                        metric,
                        statistic,
                        percentile,
                        comparison,
                        limit,
                        Threshold.Scope.WHOLE));
    }

    @ParameterizedTest
    @CsvSource({
        "latency.p99 < 50, at 1, response",
        "response p99 < 50, at 10, '.'",
        "response.p101.5 < 50, at 10, percentile",
        "response.ratio < 50, at 10, mean",
        "response.p99 ~ 50, at 14, <",
        "response.p99 < fast, at 16, number",
        "response.p99 < 50 s, at 19, the end",
        "errors.ratio <, at 15, number",
        "submit:lag.p99 < 5, at 8, 'response, service, requests, errors or checks'",
        "http_req_receiving: p(95)<1, at 1, http_req_waiting",
        "http_req_tls_handshaking{kind:a}: avg<1, at 1, http_req_waiting",
        "data_sent: count<1, at 1, http_reqs",
        "vus_max: value<1, at 1, http_reqs",
        "http_req_waiting{kind:a}: avg<1, at 1, 'response, service, requests'",
        "http_req_duration: p(200)<1, at 22, percentile",
        "http_req_duration: rate<1, at 20, mean",
        "http_req_duration{:x}: p(95)<1, at 19, tag",
        "response.p99 < 5 over night, at 23, seconds",
        "errors.burn(101) < 5, at 13, percentile",
    })
    void refusesWithPositionAndExpectation(String text, String position, String expected) {
        assertThatThrownBy(() -> ThresholdParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(position + ": expected")
                .hasMessageContaining(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "response.p99 < 50 over 10s, 10, '', false, 0",
        "response.p99 < 50ms over 2m in hold abort after 30s, 120, hold, true, 30",
        "http_req_failed: rate<0.01 abort, 0, '', true, 0",
        "http_reqs{operation:submit}: count===5 in step-2, 0, step-2, false, 0",
        "errors.burn(99.9) < 14.4 over 1m, 60, '', false, 0",
    })
    void readsWhatPartOfTheRunItIsAbout(String text, long window, String stage, boolean abort, long delay) {
        assertThat(ThresholdParser.parse(text).scope()).isEqualTo(new Threshold.Scope(window, stage, abort, delay));
    }

    @Test
    void judgesWhatWasMeasured() {
        Measures measures = new Measures() {
            @Override
            public boolean has(String operation) {
                return true;
            }

            @Override
            public double value(String operation, Metric metric, Statistic statistic, double percentile) {
                return 20;
            }
        };
        assertThat(ThresholdParser.parse("response.p99 < 20").judge(measures).passed())
                .isFalse();
        assertThat(ThresholdParser.parse("response.p99 <= 20").judge(measures).passed())
                .isTrue();
        assertThat(ThresholdParser.parse("response.p99 <= 20").judge(measures).measured())
                .isEqualTo(20);
    }
}
