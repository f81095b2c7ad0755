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

/**
 * Clients that send each order, under the same name, until it is acknowledged, and write down every attempt. Of ten orders
 * they cancel one and amend one.
 */
final class OrderStorm {
    private static final Duration ATTEMPT_MAX = Duration.ofSeconds(2);
    private static final long PAUSE_NANOS = 30_000_000;
    private static final int REFUSED_FOR_GOOD = 422;

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
                    var _ = place("a" + number, "s" + i, i % 10 == 9 ? "60000" : "1000");
                    if (i % 10 == 3) {
                        once("DELETE", "a" + number, "s" + i, "");
                    } else if (i % 10 == 6) {
                        once("PATCH", "a" + number, "s" + i, "{\"price\":\"999\"}");
                    }
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

    /** Begins a client that orders what its limit may refuse, and cancels a third of what it got. */
    void beginLimited(String account, int orders) {
        CountDownLatch done = new CountDownLatch(1);
        running.add(done);
        var _ = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < orders && !over; i++) {
                if (place(account, "l" + i, "1000") && i % 3 == 0) {
                    once("DELETE", account, "l" + i, "");
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            done.countDown();
        });
    }

    /** Sends one order until it is acknowledged, or refused for good. Returns whether it was acknowledged. */
    boolean place(String account, String name, String price) {
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
            int status = attempt(account, name, body, gateways.apply(attempt));
            if (outcome(status) == Entry.Outcome.OK) {
                acknowledged.incrementAndGet();
                return true;
            }
            if (status == REFUSED_FOR_GOOD) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Asks once for a cancellation or an amendment, whatever comes of it. */
    private void once(String method, String account, String name, String body) {
        try {
            var _ = http.send(
                    HttpRequest.newBuilder(URI.create(gateways.apply(0) + "/api/v1/orders/" + account + "/" + name))
                            .timeout(ATTEMPT_MAX)
                            .header("content-type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.discarding());
        } catch (IOException e) {
            // no answer: it happens or it does not
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the status of the answer, 0 without one. */
    private int attempt(String account, String name, String body, String gateway) {
        long began = System.currentTimeMillis();
        int status = 0;
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
            status = response.statusCode();
            orderId = outcome(status) == Entry.Outcome.OK ? new JsonObject(response.body()).getString("orderId") : null;
        } catch (IOException e) {
            // no answer: what it left open stays open
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        calls.add(new Entry.Call(account, name, body, began, answered, outcome(status), orderId));
        return status;
    }

    private static Entry.Outcome outcome(int status) {
        return switch (status) {
            case 200, 201 -> Entry.Outcome.OK;
            case 409 -> Entry.Outcome.CONFLICT;
            case 0, 504, 500 -> Entry.Outcome.INFO;
            default -> Entry.Outcome.FAIL;
        };
    }
}
