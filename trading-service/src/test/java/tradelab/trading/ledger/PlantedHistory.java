package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Entry.Kind;
import tradelab.trading.ledger.Entry.Outcome;

/** A clean history into which a test plants what should be found. */
abstract class PlantedHistory {
    static final Amount ONE = CleanHistory.AMOUNT;
    static final String BTC = CleanHistory.INSTRUMENT;
    final List<Entry> entries = new ArrayList<>(CleanHistory.of(7, 50));

    void broken(Law law, String order) {
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(broken(verdict, law)).containsExactly(order);
        assertThat(verdict.violations())
                .filteredOn(violation -> violation.law() == law)
                .allSatisfy(violation -> assertThat(violation.timeline()).isNotEmpty());
    }

    static List<String> broken(Verdict verdict, Law law) {
        return verdict.violations().stream()
                .filter(violation -> violation.law() == law)
                .map(Violation::order)
                .distinct()
                .toList();
    }

    void order(String name, OrderStatus status, @Nullable String venueOrderId, long filled) {
        entries.add(call(name, "body", Outcome.OK, name));
        entries.add(new Entry.Order(
                name, "a", name, BTC, name, venueOrderId, ONE, filled == 0 ? Amount.ZERO : ONE, status, null, 1));
    }

    static Entry.Call call(String name, String body, Outcome outcome, @Nullable String orderId) {
        return new Entry.Call("a", name, body, 1, outcome == Outcome.INFO ? null : 2L, outcome, orderId);
    }

    long lastSequence() {
        return entries.stream()
                .mapToLong(entry -> entry instanceof Entry.Event event ? event.sequence() : 0)
                .max()
                .orElse(0);
    }

    void event(String name, OrderStatus status, long batch) {
        entries.add(new Entry.Event(0, lastSequence() + 1, name, status, Amount.ZERO, null, batch, 1));
    }

    void arrival(Kind kind, String name, boolean accepted) {
        long number = 10_000 + entries.size();
        entries.add(new Entry.Arrival(
                number, kind, BTC, name, null, ONE, accepted, null, "call" + number, 1_890_000_000_000L));
    }
}
