package tradelab.trading.cluster;

import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import tradelab.contracts.Amount;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;
import tradelab.trading.ledger.Violation;

/**
 * One run in which everything fails at once, and what clients, controls and rules were meanwhile: an account whose trading
 * is stopped and goes on with each second kill, one with a limit to what it may have open, and the venue's pace.
 */
final class ChaosRun {
    private static final String STOPPED = "stopped";
    private static final String LIMITED = "limited";
    private static final int CALLS_PER_MINUTE = 3_000;

    private final ClusterBench bench;
    private final int services;
    private final VenueProxy.Faults faults;
    private final List<VenueProxy> proxies = new ArrayList<>();
    private final List<TradingProcess> processes = new ArrayList<>();
    private final AtomicReferenceArray<String> urls;
    private final Map<String, String> settings;
    private final OrderStorm storm;
    private final List<Entry> controls = new ArrayList<>();
    private long stormMillis;

    /** Starts the services. */
    ChaosRun(ClusterBench bench, int services, VenueProxy.Faults faults) {
        this.bench = bench;
        this.services = services;
        this.faults = faults;
        this.urls = new AtomicReferenceArray<>(services);
        String calls = Integer.toString(CALLS_PER_MINUTE);
        this.settings = services == 1
                ? Map.of("cluster.mode", "local", "trading.calls-per-minute", calls)
                : Map.of("trading.desk.lease", "2s", "trading.calls-per-minute", calls);
        for (int i = 0; i < services; i++) {
            proxies.add(bench.proxy(i));
            processes.add(bench.start(i, proxies.get(i), settings));
        }
        for (int i = 0; i < services; i++) {
            urls.set(i, "http://127.0.0.1:" + processes.get(i).port());
        }
        this.storm = new OrderStorm(attempt -> urls.get(attempt % services));
    }

    /** Kills services, and now and then the database, while clients insist on {@code orders} orders. */
    void storm(int clients, int orders, int kills, int databaseKills) throws IOException, InterruptedException {
        proxies.forEach(proxy -> proxy.faults(faults));
        var _ = bench.put(
                witness(),
                "/api/v1/limits/account/" + LIMITED,
                new JsonObject()
                        .put("limits", new JsonObject().put("exposureMax", "20")) // 20 orders of 0.001 at 1000
                        .put("reason", "chaos"));
        controls.add(new Entry.ExposureLimit(LIMITED, null, null, Amount.parse("0.02")));
        controls.add(new Entry.CallLimit(CALLS_PER_MINUTE, TimeUnit.MINUTES.toMillis(1)));
        long began = System.nanoTime();
        storm.begin(clients, Math.ceilDiv(orders, clients));
        storm.beginLimited(LIMITED, orders / 10);
        storm.beginLimited(STOPPED, orders / 10);
        for (int kill = 0; kill < kills; kill++) {
            int due = orders * (kill + 1) / (kills + 1);
            until(() -> storm.acknowledged() + " of " + due, () -> storm.acknowledged() >= due);
            stopOrResume(kill % 2 == 0);
            int victim = kill % services;
            processes.get(victim).kill();
            if (kill % 3 == 2 && kill / 3 < databaseKills) {
                bench.killPostgres();
            }
            processes.set(victim, bench.start(victim, proxies.get(victim), settings));
            urls.set(victim, "http://127.0.0.1:" + processes.get(victim).port());
        }
        storm.awaitEnd();
        stormMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private void stopOrResume(boolean stop) {
        long asked = System.currentTimeMillis();
        JsonObject answer = bench.put(
                witness(),
                "/api/v1/kill-switch/account/" + STOPPED,
                new JsonObject().put("state", stop ? "HALTED" : "ACTIVE").put("reason", "chaos"));
        JsonArray named = answer.getJsonArray("mayReachVenue");
        controls.add(
                stop
                        ? new Entry.Kill(
                                STOPPED,
                                null,
                                null,
                                named.stream().map(String::valueOf).toList(),
                                null,
                                System.currentTimeMillis())
                        : new Entry.Resume(STOPPED, null, null, asked));
    }

    /** Ends the venue's faults. Returns after how many milliseconds no order was in doubt any more. */
    long heal() {
        proxies.forEach(proxy -> proxy.faults(VenueProxy.Faults.NONE));
        long healed = System.nanoTime();
        until(
                () -> bench.get(witness(), "/api/v1/orders/summary").encode(),
                () -> bench.get(witness(), "/api/v1/orders/summary")
                                .getJsonObject("byStatus")
                                .getLong("IN_DOUBT")
                        == 0);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
    }

    /** Holds everything that was written down against the laws, once the last fills have come. */
    Verdict verdict() {
        Verdict[] last = new Verdict[1];
        until(() -> String.join("\n", VerdictText.lines(last[0])), () -> {
            List<Entry> entries = new ArrayList<>(storm.calls());
            entries.addAll(controls);
            entries.addAll(bench.history());
            last[0] = LedgerCheck.of(entries);
            return last[0].holds() || last[0].violations().stream().anyMatch(ChaosRun::isFinal);
        });
        return last[0];
    }

    /** Only fills and statuses may still be on their way from the venue. */
    private static boolean isFinal(Violation violation) {
        return switch (violation.law()) {
            case FILLS_AGREE, FORWARD_ONLY -> false;
            default -> true;
        };
    }

    TradingProcess witness() {
        return processes.getLast();
    }

    int acknowledged() {
        return storm.acknowledged();
    }

    long stormMillis() {
        return stormMillis;
    }

    int venueCalls() {
        return proxies.stream().mapToInt(proxy -> proxy.calls().size()).sum();
    }
}
