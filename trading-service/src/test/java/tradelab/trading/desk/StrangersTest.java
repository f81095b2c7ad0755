package tradelab.trading.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tradelab.trading.order.VenueReport;
import tradelab.trading.order.VenueReport.State;

class StrangersTest {
    private static final long OURS = 64;
    private static final int REMEMBERED = 2 * Strangers.QUERY_MAX;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Collection<Long>> queries = new ArrayList<>();
    private boolean answers = true;
    private final Strangers strangers = new Strangers(
            cids -> {
                queries.add(cids);
                return answers ? Future.succeededFuture(Set.of(OURS)) : Future.failedFuture("gone");
            },
            new DeskMetrics(meters),
            REMEMBERED);

    private static VenueReport shown(long cid, String venueOrderId, State state) {
        return new VenueReport(cid, venueOrderId, "tBTCUSD", 5, state, 0, 0, null);
    }

    private double counted(String name) {
        return meters.get(name).counter().count();
    }

    @Test
    void countsAForeignOrderOnceHoweverOftenItIsShown() {
        strangers.look(List.of(shown(0, "v1", State.OPEN), shown(0, "v1", State.OPEN), shown(7, "v2", State.FILLED)));
        strangers.look(List.of(shown(0, "v1", State.OPEN)));
        strangers.look(List.of(shown(0, "v1", State.CANCELED)));
        assertThat(counted("trading.venue.orders.unknown")).isEqualTo(2);
        assertThat(queries).hasSize(1);
        assertThat(counted("trading.alarms")).isZero();
    }

    @Test
    void alarmsAboutAFinalOrderOfOursThatIsOpenAndSaysNothingOfOneThatIsNot() {
        strangers.look(List.of(shown(OURS, "v1", State.FILLED)));
        assertThat(counted("trading.alarms")).isZero();
        strangers.look(List.of(shown(OURS, "v2", State.OPEN)));
        assertThat(counted("trading.alarms")).isEqualTo(1);
        assertThat(counted("trading.venue.orders.unknown")).isZero();
    }

    @Test
    void looksAgainAtWhatTheDatabaseCouldNotSay() {
        answers = false;
        strangers.look(List.of(shown(7, "v1", State.OPEN)));
        assertThat(counted("trading.venue.orders.unknown")).isZero();
        answers = true;
        strangers.look(List.of(shown(7, "v1", State.OPEN)));
        assertThat(counted("trading.venue.orders.unknown")).isEqualTo(1);
    }

    @Test
    void asksForManyInPartsAndForgetsWhatWasNotShownForTheLongest() {
        List<VenueReport> many = LongStream.rangeClosed(1, REMEMBERED)
                .mapToObj(number -> shown(0, "m" + number, State.OPEN))
                .toList();
        strangers.look(many);
        assertThat(queries).hasSize(REMEMBERED / Strangers.QUERY_MAX);
        strangers.look(List.of(many.getFirst(), shown(0, "more", State.OPEN)));
        strangers.look(List.of(many.getFirst()));
        assertThat(counted("trading.venue.orders.unknown")).isEqualTo(REMEMBERED + 1);
        strangers.look(List.of(many.get(1)));
        assertThat(counted("trading.venue.orders.unknown")).isEqualTo(REMEMBERED + 2);
    }
}
