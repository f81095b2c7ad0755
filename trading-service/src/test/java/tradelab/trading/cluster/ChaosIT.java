package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;

/**
 * Clients that insist, a venue whose answers are lost, broken and doubled, services and a database that are killed: at
 * the end the histories of all three are held against the laws.
 */
class ChaosIT {
    private static final VenueProxy.Faults FAULTS = new VenueProxy.Faults(5, 2, 5);
    private static final int CLIENTS = 16;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void losesAndDoublesNothingWhenServiceAndVenueFail() throws Exception {
        chaos(1, 1_000, 2, 0);
    }

    @Test
    @Tag("deep")
    void losesAndDoublesNothingInTwentyThousandOrdersWhenEverythingFailsAtOnce() throws Exception {
        chaos(2, 20_000, 10, 3);
    }

    @Test
    void aGatewayThatJustSendsAgainDoublesOrders() throws Exception {
        try (ClusterBench bench = new ClusterBench(directory, 1)) {
            VenueProxy proxy = bench.proxy(7);
            NaiveGateway naive = bench.naive(proxy);
            proxy.faults(FAULTS);
            OrderStorm storm = new OrderStorm(_ -> naive.url());
            storm.begin(8, 25);
            storm.awaitEnd();
            List<Entry> entries = new ArrayList<>(storm.calls());
            entries.addAll(naive.stored());
            entries.addAll(Histories.venue(bench::venue));
            Verdict verdict = LedgerCheck.of(entries);
            long doubled = broken(verdict, Law.STORED_REACHED_ONCE);
            System.out.println("naive retry: " + storm.acknowledged() + " orders acknowledged, " + doubled + " broken, "
                    + bench.venue("/sim/ledger/summary").getLong("repeatedCids") + " repeated at the venue");
            assertThat(doubled).isPositive();
        }
    }

    private void chaos(int services, int orders, int kills, int databaseKills) throws Exception {
        try (ClusterBench bench = new ClusterBench(directory, services)) {
            List<VenueProxy> proxies = new ArrayList<>();
            List<TradingProcess> processes = new ArrayList<>();
            AtomicReferenceArray<String> urls = new AtomicReferenceArray<>(services);
            Map<String, String> settings =
                    services == 1 ? Map.of("cluster.mode", "local") : Map.of("trading.desk.lease", "2s");
            for (int i = 0; i < services; i++) {
                proxies.add(bench.proxy(i));
                processes.add(bench.start(i, proxies.get(i), settings));
            }
            for (int i = 0; i < services; i++) {
                urls.set(i, "http://127.0.0.1:" + processes.get(i).port());
                proxies.get(i).faults(FAULTS);
            }
            OrderStorm storm = new OrderStorm(attempt -> urls.get(attempt % services));
            long began = System.nanoTime();
            storm.begin(CLIENTS, Math.ceilDiv(orders, CLIENTS));
            for (int kill = 0; kill < kills; kill++) {
                int due = orders * (kill + 1) / (kills + 1);
                ClusterBench.awaitTrue(() -> storm.acknowledged() >= due, () -> storm.acknowledged() + " of " + due);
                int victim = kill % services;
                processes.get(victim).kill();
                if (kill % 3 == 2 && kill / 3 < databaseKills) {
                    bench.killPostgres();
                }
                processes.set(victim, bench.start(victim, proxies.get(victim), settings));
                urls.set(victim, "http://127.0.0.1:" + processes.get(victim).port());
            }
            storm.awaitEnd();
            long stormMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            proxies.forEach(proxy -> proxy.faults(VenueProxy.Faults.NONE));
            long healed = System.nanoTime();
            TradingProcess witness = processes.getFirst();
            ClusterBench.awaitTrue(
                    () -> bench.get(witness, "/api/v1/orders/summary")
                                    .getJsonObject("byStatus")
                                    .getLong("IN_DOUBT")
                            == 0,
                    () -> bench.get(witness, "/api/v1/orders/summary").encode());
            long doubtMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
            JsonObject summary = bench.awaitSettled(witness);

            List<Entry> entries = new ArrayList<>(storm.calls());
            entries.addAll(Histories.gateway(path -> bench.get(witness, path)));
            entries.addAll(Histories.venue(bench::venue));
            Verdict verdict = LedgerCheck.of(entries);
            int calls = proxies.stream().mapToInt(proxy -> proxy.calls().size()).sum();
            System.out.println("chaos: " + storm.acknowledged() + " orders acknowledged in " + stormMillis + " ms, "
                    + kills + " kills, " + databaseKills + " of PostgreSQL, " + calls + " venue calls; none in doubt "
                    + doubtMillis + " ms after healing; " + summary.encode());
            verdict.laws()
                    .forEach(finding -> System.out.println(finding.code() + " " + finding.cases() + " cases, "
                            + finding.broken() + " broken" + (finding.notChecked() == null ? "" : ", not checked")));
            assertThat(storm.acknowledged()).isGreaterThanOrEqualTo(orders);
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.holds()).isTrue();
        }
    }

    private static long broken(Verdict verdict, Law law) {
        return verdict.laws().stream()
                .filter(finding -> finding.law() == law)
                .mapToLong(Verdict.Finding::broken)
                .sum();
    }
}
