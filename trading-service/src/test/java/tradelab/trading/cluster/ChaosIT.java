package tradelab.trading.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;

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
        var _ = chaos(1, 1_000, 2, 0);
    }

    @Test
    @Tag("deep")
    void losesAndDoublesNothingInTwentyThousandOrdersWhenEverythingFailsAtOnce() throws Exception {
        assertThat(chaos(2, 20_000, 10, 3)).as("ms in doubt after healing").isLessThan(5_000);
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
            entries.addAll(bench.venueHistory());
            Verdict verdict = LedgerCheck.of(entries);
            long doubled = broken(verdict, Law.STORED_REACHED_ONCE);
            System.out.println("naive retry: " + storm.acknowledged() + " orders acknowledged, " + doubled + " broken, "
                    + bench.venue("/sim/ledger/summary").getLong("repeatedCids") + " repeated at the venue");
            verdict.violations().stream()
                    .filter(violation -> violation.law() == Law.STORED_REACHED_ONCE)
                    .limit(1)
                    .forEach(violation -> VerdictText.lines(violation).forEach(System.out::println));
            assertThat(doubled).isPositive();
        }
    }

    /** Returns how long after the faults had ended an order was still in doubt. */
    private long chaos(int services, int orders, int kills, int databaseKills) throws Exception {
        try (ClusterBench bench = new ClusterBench(directory, services)) {
            ChaosRun run = new ChaosRun(bench, services, FAULTS);
            run.storm(CLIENTS, orders, kills, databaseKills);
            long doubtMillis = run.heal();
            TradingProcess witness = run.witness();
            JsonObject summary = bench.awaitSettled(witness);
            Verdict verdict = run.verdict();
            System.out.println("chaos: " + run.acknowledged() + " orders acknowledged in " + run.stormMillis() + " ms, "
                    + kills + " kills, " + databaseKills + " of PostgreSQL, " + run.venueCalls()
                    + " venue calls; none in doubt " + doubtMillis + " ms after healing; " + summary.encode());
            VerdictText.lines(verdict).forEach(System.out::println);
            assertThat(run.acknowledged()).isGreaterThanOrEqualTo(orders);
            assertThat(verdict.violations()).isEmpty();
            assertThat(verdict.holds()).isTrue();
            assertThat(verdict.laws())
                    .as("every law was looked at")
                    .allSatisfy(finding ->
                            assertThat(finding.notChecked()).as(finding.code()).isNull());
            return doubtMillis;
        }
    }

    private static long broken(Verdict verdict, Law law) {
        return verdict.laws().stream()
                .filter(finding -> finding.law() == law)
                .mapToLong(Verdict.Finding::broken)
                .sum();
    }
}
