package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;

class LedgerCheckPropertyTest {
    @Property
    void findsNothingInCleanHistories(@ForAll long seed) {
        Verdict verdict = LedgerCheck.of(CleanHistory.of(seed, 12));
        assertThat(verdict.violations()).isEmpty();
    }

    @Property
    void reportsWhateverIsDroppedDoubledOrChanged(@ForAll long seed) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>(CleanHistory.of(seed, 12));
        int at = 3 + random.nextInt(entries.size() - 3); // before are rules and the end of the stream
        Entry entry = entries.get(at);
        switch (random.nextInt(3)) {
            case 0 -> entries.remove(at);
            case 1 -> entries.add(random.nextInt(entries.size()), entry);
            default -> entries.set(at, changed(entry, random));
        }
        assertThat(LedgerCheck.of(entries).holds()).as(entry.toString()).isFalse();
    }

    @Property
    void doesNotDependOnTheOrderOfLines(@ForAll long seed) {
        List<Entry> entries = new ArrayList<>(CleanHistory.of(seed, 8));
        entries.add(new Entry.Call("a", "lost", "b", 1, 2L, Entry.Outcome.OK, "T99"));
        Verdict before = LedgerCheck.of(entries);
        java.util.Collections.shuffle(entries, new Random(seed));
        assertThat(LedgerCheck.of(entries)).isEqualTo(before);
    }

    private static Entry changed(Entry entry, Random random) {
        boolean first = random.nextBoolean();
        return switch (entry) {
            case Entry.Call c ->
                new Entry.Call(
                        c.account(),
                        first ? c.clientOrderId() + "x" : c.clientOrderId(),
                        c.body(),
                        c.atMillis(),
                        c.answeredMillis(),
                        c.outcome(),
                        first ? c.orderId() : c.orderId() + "x");
            case Entry.Order o ->
                new Entry.Order(
                        o.orderId(),
                        first ? o.account() + "x" : o.account(),
                        o.clientOrderId(),
                        o.instrument(),
                        o.clientId(),
                        o.venueOrderId(),
                        o.amount(),
                        o.filled(),
                        first ? o.status() : other(o.status()),
                        o.priority(),
                        o.atMillis());
            case Entry.Event e ->
                new Entry.Event(
                        e.partition(),
                        first ? e.sequence() + 1_000 : e.sequence(),
                        e.orderId(),
                        e.status(),
                        first ? e.filled() : new Amount(e.filled().units() + 200_000_000),
                        e.amount(),
                        e.batch(),
                        e.atMillis());
            case Entry.Group g ->
                new Entry.Group(
                        g.partition(),
                        g.firstSequence(),
                        g.lastSequence(),
                        first ? g.epoch() : g.epoch() + 1,
                        first
                                ? g.content().replaceFirst("^..", g.content().startsWith("00") ? "01" : "00")
                                : g.content(),
                        g.link(),
                        List.of());
            case Entry.Fill f ->
                new Entry.Fill(
                        first ? f.tradeId() + "x" : f.tradeId(),
                        f.orderId(),
                        f.price(),
                        first ? f.amount() : new Amount(f.amount().units() + 1),
                        f.atMillis());
            case Entry.Arrival a ->
                new Entry.Arrival(
                        a.sequence(),
                        a.kind(),
                        a.instrument(),
                        first ? a.clientId() + "x" : a.clientId(),
                        a.venueOrderId(),
                        first ? a.amount() : new Amount(1),
                        a.accepted(),
                        a.reason(),
                        a.call(),
                        a.atMillis());
            case Entry.Execution x ->
                new Entry.Execution(
                        x.tradeId(),
                        first ? x.clientId() + "x" : x.clientId(),
                        x.venueOrderId(),
                        x.price(),
                        first ? x.amount() : new Amount(x.amount().units() + 1),
                        x.atMillis());
            default -> throw new IllegalStateException("not in a clean history: " + entry);
        };
    }

    private static OrderStatus other(OrderStatus status) {
        return status == OrderStatus.CANCELED ? OrderStatus.IN_DOUBT : OrderStatus.CANCELED;
    }
}
