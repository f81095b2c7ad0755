package tradelab.venue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrivalJournalTest {
    private final ArrivalJournal journal = new ArrivalJournal(3);

    @Test
    void keepsTheLastArrivalsAndPagesThroughThem() {
        for (int i = 1; i <= 5; i++) {
            journal.add(occasion("/v2/" + i), i).answered("200");
        }
        assertThat(journal.arrivals()).isEqualTo(5);
        assertThat(journal.page(0, 10)).extracting(ArrivalEntry::sequence).containsExactly(3L, 4L, 5L);
        assertThat(journal.page(3, 1)).extracting(ArrivalEntry::route).containsExactly("/v2/4");
        assertThat(journal.page(5, 10)).isEmpty();
    }

    @Test
    void goesOnTellingWhatBecomesOfAnArrival() {
        Visit visit = journal.add(occasion("/v2/auth/w/order/multi"), 9);
        assertThat(journal.page(0, 1).getFirst().answer()).isNull();
        visit.executed(10, 12);
        visit.answered("cut");
        ArrivalEntry entry = journal.page(0, 1).getFirst();
        assertThat(entry.executed()).isTrue();
        assertThat(entry.firstOrder()).isEqualTo(11);
        assertThat(entry.lastOrder()).isEqualTo(12);
        assertThat(entry.answer()).isEqualTo("cut");
    }

    private static Occasion occasion(String route) {
        return new Occasion(Point.REQUEST, route, "demo", Set.of(), null, 0, Set.of());
    }
}
