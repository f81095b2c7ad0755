package tradelab.trading;

import static org.assertj.core.api.Assertions.assertThat;
import static tradelab.testing.Await.await;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.SimulatorHistory;
import tradelab.trading.ledger.Verdict;
import tradelab.venue.journal.Arrival;
import tradelab.venue.testing.RunningVenue;
import tradelab.venue.testing.VenueSimulator;

/** The kill switch under full load, held against what the venue says arrived there. */
class KillUnderLoadIT {
    private static final Logger LOG = LoggerFactory.getLogger(KillUnderLoadIT.class);
    private static final int IN_FLIGHT = 64;
    private static final int BEFORE_MIN = 300;
    private static final int REFUSED_MIN = 300;
    private static final String HALT = "{\"state\":\"HALTED\",\"reason\":\"test\",\"cancelAll\":%s}";
    private static final String GO = "{\"state\":\"ACTIVE\",\"reason\":\"over\"}";

    /** Switches that stop all of the load. */
    private static final List<String> SCOPES =
            List.of("global/all", "venue/BITFINEX", "account/a1", "instrument/BITFINEX:tBTCUSD");

    @RegisterExtension
    final VenueSimulator simulator =
            VenueSimulator.builder().setting("venue.ledger-max", "2000000").build();

    @SuppressWarnings("NullAway.Init")
    private TradingBench bench;

    /** Clients that send as fast as they are answered. */
    private final class Load {
        private final AtomicInteger accepted = new AtomicInteger();
        private final AtomicInteger halted = new AtomicInteger();
        private final AtomicLong unexpected = new AtomicLong();
        private final AtomicInteger under = new AtomicInteger();
        private final String prefix;
        private final AtomicLong ids = new AtomicLong();
        private volatile boolean stopped;

        Load(String prefix) {
            this.prefix = prefix;
            for (int i = 0; i < IN_FLIGHT; i++) {
                under.incrementAndGet();
                next();
            }
        }

        private void next() {
            if (stopped) {
                under.decrementAndGet();
                return;
            }
            String body = TradingBench.body(prefix + "-" + ids.incrementAndGet(), "20000")
                    .replace("\"0.5\"", "\"0.001\"");
            var _ = bench.send(body).onComplete(answer -> {
                int status = answer.succeeded() ? answer.result().status() : 0;
                if (status == 201) {
                    accepted.incrementAndGet();
                } else if (status == 422) {
                    halted.incrementAndGet();
                } else if (status != 503 && status != 429) {
                    unexpected.set(status);
                }
                next();
            });
        }

        void stop() {
            stopped = true;
            until(() -> under + " under way", () -> under.get() == 0);
            assertThat(unexpected).hasValue(0);
        }
    }

    /** What one switch under load came to. */
    private record Round(int accepted, int before, int listed, int afterListed, int afterUnlisted, long micros) {}

    @BeforeEach
    void start(RunningVenue venue) {
        bench = new TradingBench(venue, Map.of());
        bench.start();
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void afterTheAnswerNothingNewArrivesButWhatTheAnswerLists(RunningVenue venue) {
        rounds(venue, SCOPES.size());
    }

    @Test
    @Tag("deep")
    void afterEachOfAHundredAnswersNothingNewArrivesButWhatItLists(RunningVenue venue) {
        rounds(venue, 100);
    }

    private void rounds(RunningVenue venue, int count) {
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rounds.add(round(venue, i));
        }
        List<Long> micros = new ArrayList<>(rounds.stream().map(Round::micros).toList());
        Collections.sort(micros);
        LOG.info(
                "event=kill_under_load rounds={} accepted={} before_answer={} listed={} after_listed={}"
                        + " after_unlisted={} answer_p50_ms={} answer_max_ms={}",
                count,
                rounds.stream().mapToInt(Round::accepted).sum(),
                rounds.stream().mapToInt(Round::before).sum(),
                rounds.stream().mapToInt(Round::listed).sum(),
                rounds.stream().mapToInt(Round::afterListed).sum(),
                rounds.stream().mapToInt(Round::afterUnlisted).sum(),
                String.format(Locale.ROOT, "%.1f", micros.get(count / 2) / 1e3),
                String.format(Locale.ROOT, "%.1f", micros.getLast() / 1e3));
        assertThat(rounds).allMatch(round -> round.afterUnlisted() == 0 && round.before() >= BEFORE_MIN);
        provesItself(venue);
    }

    /** Database and venue tell the same without us; had the stops come earlier, orders would have come after them. */
    private void provesItself(RunningVenue venue) {
        Verdict.Finding stops = stops(venue);
        assertThat(stops.cases()).isPositive();
        assertThat(stops.violations()).isEmpty();
        bench.sql("UPDATE trading.kill_switch_changes SET through = array_fill(0::bigint, ARRAY[cardinality(through)])"
                + " WHERE state = 'HALTED'");
        assertThat(stops(venue).broken()).isGreaterThan(BEFORE_MIN);
    }

    private Verdict.Finding stops(RunningVenue venue) {
        List<Entry> entries = new ArrayList<>(SimulatorHistory.read(
                path -> await(bench.fetch(venue.port(), path)).json().toBuffer(), "trading"));
        EmbeddedPostgresServer postgres = bench.postgres();
        entries.addAll(GatewayDatabase.read(
                "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + postgres.database() + "?user="
                        + postgres.user(),
                "trading"));
        return LedgerCheck.of(entries).laws().stream()
                .filter(finding -> finding.law() == Law.STOPPED_MEANS_STOPPED)
                .findFirst()
                .orElseThrow();
    }

    private Round round(RunningVenue venue, int number) {
        String path = "/api/v1/kill-switch/" + SCOPES.get(number % SCOPES.size());
        long mark = lastArrival(venue);
        Load load = new Load("r" + number);
        until(() -> "no load", () -> lastArrival(venue) - mark >= BEFORE_MIN);
        long asked = System.nanoTime();
        var thrown = bench.put(path, String.format(HALT, number % 2 == 0));
        long answered = System.currentTimeMillis();
        long micros = (System.nanoTime() - asked) / 1_000;
        assertThat(thrown.status()).as(thrown.json().encode()).isEqualTo(200);
        assertThat(thrown.json().getBoolean("complete")).isTrue();
        int haltedBefore = load.halted.get();
        // the clients go on as if nothing had happened
        until(() -> load.halted + " refused", () -> load.halted.get() - haltedBefore >= REFUSED_MIN);
        load.stop();
        boolean cancelled = number % 2 == 0;
        if (!cancelled) {
            assertThat(bench.delete("/api/v1/orders?all=true").status()).isEqualTo(202);
        }
        // with the switch or by the call, everything ends: what was under way is heard out, the rest never leaves
        until(() -> bench.summary().encode(), () -> notEnded() == 0);
        Set<Long> listed = listed(thrown.json().getJsonArray("mayReachVenue"));
        int afterListed = 0;
        int afterUnlisted = 0;
        List<Arrival> arrivals = ledger(venue, mark);
        for (Arrival arrival : arrivals) {
            if (arrival.receivedMillis() > answered) {
                boolean known = listed.contains(arrival.cid());
                afterListed += known ? 1 : 0;
                afterUnlisted += known ? 0 : 1;
            }
        }
        assertThat(bench.put(path, GO).status()).isEqualTo(200);
        return new Round(
                load.accepted.get(),
                arrivals.size() - afterListed - afterUnlisted,
                listed.size(),
                afterListed,
                afterUnlisted,
                micros);
    }

    private int notEnded() {
        var counts = bench.summary().getJsonObject("byStatus");
        return counts.getInteger("QUEUED")
                + counts.getInteger("SENDING")
                + counts.getInteger("IN_DOUBT")
                + counts.getInteger("ACTIVE");
    }

    private static long lastArrival(RunningVenue venue) {
        return venue.summary().arrivals();
    }

    /** Every order that arrived, refused ones too; a page has 10,000. */
    private static List<Arrival> ledger(RunningVenue venue, long after) {
        List<Arrival> all = new ArrayList<>();
        List<Arrival> page = venue.ledger(after);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = venue.ledger(page.getLast().sequence());
        }
        return all;
    }

    private static Set<Long> listed(JsonArray ids) {
        Set<Long> cids = new HashSet<>();
        ids.forEach(id -> cids.add(Long.valueOf(((String) id).substring(1))));
        return cids;
    }
}
