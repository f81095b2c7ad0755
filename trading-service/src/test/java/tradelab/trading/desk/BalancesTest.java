package tradelab.trading.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tradelab.trading.venue.Balance;
import tradelab.trading.venue.Operation;
import tradelab.trading.venue.OperationResult;
import tradelab.trading.venue.Venue;
import tradelab.trading.venue.VenueEvents;
import tradelab.trading.venue.VenueRecords;

class BalancesTest {
    private static final Balance RICH = Balance.of("exchange", "USD", new BigDecimal("100.50"), new BigDecimal("0E+3"));

    private final TellingVenue venue = new TellingVenue();
    private final Venue silent = new SilentVenue();
    private long now = 1_000_000;
    private final Balances balances = new Balances(Map.of("telling", venue), Duration.ofMinutes(1), () -> now);

    /** Answers what it is told to, when it is told to. */
    private static final class TellingVenue extends SilentVenue {
        private final ArrayDeque<Promise<List<Balance>>> asked = new ArrayDeque<>();

        @Override
        public Future<List<Balance>> balances() {
            Promise<List<Balance>> answer = Promise.promise();
            asked.addLast(answer);
            return answer.future();
        }
    }

    private static class SilentVenue implements Venue {
        @Override
        public void follow(VenueEvents events) {}

        @Override
        public Future<List<OperationResult>> send(List<Operation> operations, long notAfterNanos) {
            throw new AssertionError("expected no call");
        }

        @Override
        public Future<VenueRecords> records(long sinceMillis) {
            throw new AssertionError("expected no call");
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }

    @Test
    void whoAsksMeanwhileAndSoonAfterSharesOneCall() {
        Future<List<Balances.AtVenue>> first = balances.read(null);
        Future<List<Balances.AtVenue>> second = balances.read("telling");
        assertThat(venue.asked).hasSize(1);
        now += 40;
        venue.asked.remove().complete(List.of(RICH));
        Balances.AtVenue told = new Balances.AtVenue("telling", 1_000_000L, 40L, List.of(RICH), null);
        assertThat(first.result()).containsExactly(told);
        assertThat(second.result()).containsExactly(told);
        now += Balances.KEPT_MILLIS - 41;
        assertThat(balances.read(null).result().getFirst().ageMillis()).isEqualTo(Balances.KEPT_MILLIS - 1);
        now += 1;
        assertThat(balances.read(null).isComplete()).isFalse();
        assertThat(venue.asked).hasSize(1);
    }

    @Test
    void aVenueThatFailsIsToldWithItsLastWordAndAskedAgain() {
        Future<List<Balances.AtVenue>> never = balances.read(null);
        venue.asked.remove().fail("HTTP 500");
        assertThat(never.result())
                .containsExactly(
                        new Balances.AtVenue("telling", null, null, List.of(), "the venue did not tell: HTTP 500"));
        Future<List<Balances.AtVenue>> good = balances.read(null);
        venue.asked.remove().complete(List.of(RICH));
        assertThat(good.result().getFirst().problem()).isNull();
        now += 6_000;
        Future<List<Balances.AtVenue>> bad = balances.read(null);
        venue.asked.remove().fail("gone");
        assertThat(bad.result())
                .containsExactly(new Balances.AtVenue(
                        "telling", 1_000_000L, 6_000L, List.of(RICH), "the venue did not tell: gone"));
    }

    @Test
    void aVenueWithoutAnAccountHasNothingAndAnUnknownOneIsRefused() {
        Balances paper = new Balances(Map.of("paper", silent), Duration.ofMinutes(1), () -> now);
        assertThat(paper.read("paper").result().getFirst().balances()).isEmpty();
        assertThatThrownBy(() -> paper.read("papers"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("venue: expected one of [paper], got 'papers'");
    }

    @Test
    void amountsAreWrittenPlainly() {
        assertThat(RICH).isEqualTo(new Balance("exchange", "USD", "100.5", "0"));
        assertThat(Balance.of("margin", "BTC", new BigDecimal("-1E+3"), null).total())
                .isEqualTo("-1000");
    }
}
