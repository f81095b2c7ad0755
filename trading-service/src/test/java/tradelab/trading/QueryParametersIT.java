package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tradelab.contracts.FailureKind;
import tradelab.contracts.ServiceException;
import tradelab.contracts.trading.ReplayOrderEvents;
import tradelab.contracts.trading.TradingApi;
import tradelab.trading.TradingBench.Answer;

/** What is asked for in a path or a query is there, or is refused by its name: it is never quietly something else. */
class QueryParametersIT {
    private static final String API = "/api/v1/";

    @RegisterExtension
    final TradingBench bench = new TradingBench(new FakeExchange(), Map.of("trading.partitions", "4"));

    @BeforeEach
    void start() {
        bench.start();
    }

    @Test
    void refusesByNameWhatCannotBeMeant() {
        refused("events?partition=9", "partition: expected 0 to 3, got '9'");
        refused("events?partition=3&after=1", "after: expected 0 to 0, got '1'");
        refused("events?partition=-1", "partition");
        refused("events?partition=0x1", "partition");
        refused("events?after=-1", "after");
        refused("events?after=9223372036854775807", "after");
        refused("events?limit=0", "limit");
        refused("events?limit=1001", "limit");
        refused("events?account=a%20b", "account");
        refused("events?form=1", "form: unknown parameter");
        refused("orders?limit=0", "limit");
        refused("orders?limit=1001", "limit");
        refused("orders?limit=ten", "limit");
        refused("orders?status=OPEN", "status");
        refused("orders?status=active", "status");
        refused("orders?after=T17", "after");
        refused("orders?after=1-2-3", "after");
        refused("orders?instrument=tBTCUSD", "instrument");
        refused("orders?account=", "account");
        refused("orders?state=ACTIVE", "state: unknown parameter");
        refused("orders/summary?account=a1", "account: unknown parameter");
        refused("orders/a1/c1?wait=live", "wait: unknown parameter");
        refused("orders/a%20b/c1", "account");
        refused("orders/a1/c%20d", "clientOrderId");
        refused("fills?after=7", "after: expected the next of the page before, got '7'");
        refused("fills?after=1-2-3-4", "after: expected the next of the page before, got '1-2-3-4'");
        refused("fills?limit=0", "limit");
        refused("fills?since=1", "since: unknown parameter");
        refused("positions?after=a1", "after: expected the next of the page before, got 'a1'");
        refused("positions?after=a1/tBTCUSD", "after: expected the next of the page before, got 'a1/tBTCUSD'");
        refused("positions?limit=0", "limit");
        refused("balances?venue=nowhere", "venue");
        refused("limits?scope=account", "scope: unknown parameter");
        refused("limits/changes?limit=0", "limit");
        refused("limits/changes?before=T1", "before");
        refused("kill-switch?scope=global", "scope: unknown parameter");
        refused("stream/sse?from=9:1", "from: expected partitions from 0 to 3, got '9:1'");
        refused("stream/sse?from=0:1", "from: expected sequences of partition 0 from 0 to 0, got '0:1'");
        refused("stream/sse?from=0:0,0:0", "from: expected each partition once, got '0:0,0:0'");
        refused("stream/sse?from=", "from");
        refused("stream/sse?after=0:0", "after: unknown parameter");
    }

    @Test
    void refusesByNameWhatWouldChangeSomethingElse() {
        String halt = "{\"state\":\"HALTED\",\"reason\":\"test\"}";
        refused(bench.put(API + "kill-switch/global/all?cancelAll=true", halt), "cancelAll: unknown parameter");
        refused(bench.put(API + "kill-switch/world/all", halt), "scope");
        refused(bench.put(API + "kill-switch/global/some", halt), "target");
        refused(
                bench.put(API + "limits/venue/NOWHERE", "{\"limits\":{\"makerOnly\":true},\"reason\":\"t\"}"),
                "target");
        refused(bench.delete(API + "orders?instrment=BITFINEX:tBTCUSD"), "instrment: unknown parameter");
        refused(bench.delete(API + "orders?all=maybe"), "all");
        refused(bench.delete(API + "orders/a1/c1?all=true"), "all: unknown parameter");
        refused(
                await(bench.send(HttpMethod.PATCH, API + "orders/a1/c1?price=1", "{\"price\":\"2\"}")),
                "price: unknown parameter");
        assertThat(bench.get(API + "kill-switch").json().getJsonArray("switches"))
                .isEmpty();
        assertThat(bench.get(API + "limits").json().getJsonArray("limits")).isEmpty();
    }

    @Test
    void whoAsksOnTheBusOrForAWebSocketHearsTheSame() {
        var replay = TradingApi.REPLAY_ORDER_EVENTS.call(
                bench.host().vertx().eventBus(), new ReplayOrderEvents(9, 0, 10, null), Duration.ofSeconds(10));
        ServiceException refusal = ServiceException.of(
                await(replay.transform(answer -> io.vertx.core.Future.succeededFuture(answer.cause()))));
        assertThat(refusal.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
        assertThat(refusal).hasMessageContaining("partition: expected 0 to 3, got '9'");
        Vertx vertx = Vertx.vertx();
        WebSocketClient sockets = vertx.createWebSocketClient();
        Throwable rejected = await(sockets.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(bench.port())
                        .setURI(API + "stream?from=9:1"))
                .transform(answer -> io.vertx.core.Future.succeededFuture(answer.cause())));
        assertThat(rejected).isInstanceOf(UpgradeRejectedException.class);
        assertThat(((UpgradeRejectedException) rejected).getStatus()).isEqualTo(400);
        assertThat(String.valueOf(((UpgradeRejectedException) rejected).getBody()))
                .contains("from: expected partitions from 0 to 3, got '9:1'");
        await(sockets.close().compose(_ -> vertx.close()));
    }

    private void refused(String path, String words) {
        refused(bench.get(API + path), words);
    }

    private static void refused(Answer answer, String words) {
        assertThat(answer.status()).as(answer.json().encode()).isEqualTo(400);
        assertThat(answer.json().getString("message")).contains(words);
    }
}
