package tradelab.trading.cluster;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tradelab.testing.Await.until;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.stores.EmbeddedPostgresServer;
import tradelab.trading.ledger.Entry;
import tradelab.trading.ledger.GatewayDatabase;
import tradelab.trading.ledger.Law;
import tradelab.trading.ledger.LedgerCheck;
import tradelab.trading.ledger.Verdict;
import tradelab.trading.ledger.VerdictText;

/**
 * PostgreSQL on a disk whose power is cut under load: what was acknowledged before each cut is on the disk, and after the
 * last one the service goes on from what is there. A kill alone proves nothing of this: what was only written, and not
 * flushed, survives it.
 */
@Tag("deep")
class PowerCutIT {
    private static final int CUTS = 5;
    private static final int CLIENTS = 16;
    private static final int BETWEEN_MILLIS_MIN = 1_000;
    private static final int BETWEEN_MILLIS_MAX = 4_000;
    private static final Map<String, String> ALONE = Map.of("cluster.mode", "local");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    /** An image of the disk, and what clients had been told before the cut. */
    private record Cut(Path copy, List<Entry> calls) {}

    @Test
    void theDiskForgetsWhatWasWrittenAndNotFlushed() throws Exception {
        LossyDisk.unavailable().ifPresent(why -> assumeTrue(false, why));
        byte[] some = "some".getBytes(StandardCharsets.UTF_8);
        try (LossyDisk disk = new LossyDisk(directory)) {
            try (FileChannel flushed = FileChannel.open(disk.data().resolve("flushed"), CREATE_NEW, WRITE)) {
                assertThat(flushed.write(ByteBuffer.wrap(some))).isEqualTo(some.length);
                flushed.force(true);
            }
            var _ = Files.write(disk.data().resolve("written"), some);
            disk.freeze();
            Path copy = disk.copy();
            disk.thaw();
            Path recovered = disk.recover(copy);
            assertThat(recovered.resolve("flushed")).hasBinaryContent(some);
            assertThat(recovered.resolve("written"))
                    .satisfiesAnyOf(
                            file -> assertThat(file).doesNotExist(),
                            file -> assertThat(file).isEmptyFile());
        }
    }

    @Test
    void nothingAcknowledgedIsMissingAfterThePowerWasCut() throws Exception {
        LossyDisk.unavailable().ifPresent(why -> assumeTrue(false, why));
        Random random = new Random(20_261_121);
        List<Cut> cuts = new ArrayList<>();
        try (LossyDisk disk = new LossyDisk(directory);
                ClusterBench bench =
                        new ClusterBench(Files.createDirectory(disk.data().resolve("postgres")), 1)) {
            VenueProxy proxy = bench.proxy(1);
            TradingProcess service = bench.start(0, proxy, ALONE);
            AtomicReference<String> url = new AtomicReference<>("http://127.0.0.1:" + service.port());
            OrderStorm storm = new OrderStorm(_ -> url.get());
            storm.begin(CLIENTS, Integer.MAX_VALUE);
            for (int i = 0; i < CUTS; i++) {
                LockSupport.parkNanos(
                        TimeUnit.MILLISECONDS.toNanos(random.nextLong(BETWEEN_MILLIS_MIN, BETWEEN_MILLIS_MAX)));
                int before = cuts.isEmpty() ? 0 : cuts.getLast().calls().size();
                until(() -> "no load", () -> storm.calls().size() > before + CLIENTS);
                List<Entry> told = storm.calls();
                disk.freeze();
                if (i == CUTS - 1) {
                    service.kill(); // before anything reaches the disk again
                }
                cuts.add(new Cut(disk.copy(), told));
                disk.thaw();
            }
            bench.crashPostgres();
            for (Cut cut : cuts.subList(0, CUTS - 1)) {
                try (EmbeddedPostgresServer recovered =
                        EmbeddedPostgresServer.start(disk.recover(cut.copy()).resolve("postgres"), true)) {
                    judge(cut, recovered);
                }
            }
            bench.postgresFrom(disk.recover(cuts.getLast().copy()).resolve("postgres"));
            judge(cuts.getLast(), bench.postgres());

            TradingProcess next = bench.start(0, proxy, ALONE);
            url.set("http://127.0.0.1:" + next.port());
            int acknowledged = storm.acknowledged();
            until(() -> "no load again", () -> storm.acknowledged() > acknowledged + CLIENTS);
            storm.end();
            JsonObject summary = bench.awaitSettled(next);
            List<Entry> entries = new ArrayList<>(storm.calls());
            entries.addAll(bench.history());
            Verdict verdict = LedgerCheck.of(entries);
            System.out.println("power cut: went on to " + storm.acknowledged() + " acknowledged orders; " + summary);
            VerdictText.lines(verdict).forEach(System.out::println);
            assertThat(verdict.violations()).isEmpty();
        }
    }

    private static void judge(Cut cut, EmbeddedPostgresServer recovered) {
        List<Entry> entries = new ArrayList<>(cut.calls());
        entries.addAll(GatewayDatabase.read(ClusterBench.jdbc(recovered), "trading"));
        Verdict verdict = LedgerCheck.of(entries);
        long told = cut.calls().stream()
                .filter(entry -> entry instanceof Entry.Call call && call.outcome() == Entry.Outcome.OK)
                .count();
        System.out.println("power cut: " + told + " acknowledged before, " + verdict.orders() + " orders and "
                + cases(verdict, Law.UNBROKEN) + " events on the disk, " + broken(verdict, Law.ACKNOWLEDGED_IS_STORED)
                + " acknowledged ones missing, " + broken(verdict, Law.UNBROKEN) + " gaps");
        assertThat(told).isPositive();
        for (Law law : List.of(Law.SOUND_HISTORY, Law.ACKNOWLEDGED_IS_STORED, Law.FORWARD_ONLY, Law.UNBROKEN)) {
            assertThat(broken(verdict, law))
                    .as(() -> String.join("\n", VerdictText.lines(verdict)))
                    .isZero();
        }
    }

    private static long broken(Verdict verdict, Law law) {
        return verdict.laws().get(law.ordinal()).broken();
    }

    private static long cases(Verdict verdict, Law law) {
        return verdict.laws().get(law.ordinal()).cases();
    }
}
