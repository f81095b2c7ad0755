package tradelab.trading.cluster;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import tradelab.trading.ledger.Entry;

/** Clients that send each order, under the same name, until it is acknowledged, and write down every attempt. */
final class OrderStorm {
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 30_000_000;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final IntFunction<String> gateways;
    private final Queue<Entry> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<CountDownLatch> running = new ArrayList<>();
    private volatile boolean over;

    /** @param gateways the base URL for an attempt, by its number */
    OrderStorm(IntFunction<String> gateways) {
        this.gateways = gateways;
    }

    /** Begins to send; returns at once. Each client has an account of its own, {@code a} and its number. */
    void begin(int clients, int ordersEach) {
        CountDownLatch done = new CountDownLatch(clients);
        running.add(done);
        for (int client = 0; client < clients; client++) {
            int number = client;
            var _ = Thread.ofVirtual().start(() -> {
                for (int i = 0; i < ordersEach && !over; i++) {
                    place("a" + number, "s" + i, i % 10 == 9 ? "60000" : "1000");
                }
                done.countDown();
            });
        }
    }

    /** Waits until every client has done what it was to do. */
    void awaitEnd() throws InterruptedException {
        for (CountDownLatch done : running) {
            done.await();
        }
    }

    /** Ends when each client has the answer it waits for. */
    void end() throws InterruptedException {
        over = true;
        awaitEnd();
    }

    int acknowledged() {
        return acknowledged.get();
    }

    List<Entry> calls() {
        return List.copyOf(calls);
    }

    /** Sends one order until it is acknowledged. */
    void place(String account, String name, String price) {
        String body = new JsonObject()
                .put("account", account)
                .put("clientOrderId", name)
                .put("instrument", "BITFINEX:tBTCUSD")
                .put("side", "BUY")
                .put("type", "LIMIT")
                .put("price", price)
                .put("amount", "0.001")
                .encode();
        for (int attempt = 0; ; attempt++) {
            if (attempt(account, name, body, gateways.apply(attempt)) == Entry.Outcome.OK) {
                acknowledged.incrementAndGet();
                return;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Entry.Outcome attempt(String account, String name, String body, String gateway) {
        long began = System.currentTimeMillis();
        Entry.Outcome outcome = Entry.Outcome.INFO;
        Long answered = null;
        String orderId = null;
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(URI.create(gateway + "/api/v1/orders"))
                            .timeout(ATTEMPT_MAX)
                            .header("content-type", "application/json")
                            .POST(BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
            answered = System.currentTimeMillis();
            outcome = outcome(response);
            orderId = outcome == Entry.Outcome.OK ? new JsonObject(response.body()).getString("orderId") : null;
        } catch (IOException e) {
            // no answer: what it left open stays open
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        calls.add(new Entry.Call(account, name, body, began, answered, outcome, orderId));
        return outcome;
    }

    private static Entry.Outcome outcome(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 200, 201 -> Entry.Outcome.OK;
            case 409 -> Entry.Outcome.CONFLICT;
            case 504, 500 -> Entry.Outcome.INFO;
            default -> Entry.Outcome.FAIL;
        };
    }
}
