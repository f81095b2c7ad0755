package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Entry.Kind;
import tradelab.trading.ledger.Entry.Outcome;

class LedgerCheckTest {
    private static final Amount ONE = CleanHistory.AMOUNT;
    private static final String BTC = CleanHistory.INSTRUMENT;
    private final List<Entry> entries = new ArrayList<>(CleanHistory.of(7, 50));

    @Test
    void passesACleanHistory() {
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.orders()).isEqualTo(50);
        assertThat(verdict.laws()).hasSize(15);
    }

    @Test
    void takesTwoTriesWithinAMillisecondForTwoTries() {
        entries.add(call("hasty", "b", Outcome.INFO, null));
        entries.add(call("hasty", "b", Outcome.INFO, null));
        assertThat(LedgerCheck.of(entries).violations()).isEmpty();
    }

    @Test
    void findsALineThatStandsTwice() {
        Entry fill = new Entry.Fill("t9", "lone", CleanHistory.PRICE, ONE, 1);
        entries.add(fill);
        entries.add(fill);
        assertThat(broken(LedgerCheck.of(entries), Law.SOUND_HISTORY)).hasSize(1);
    }

    @Test
    void findsAnAcknowledgedOrderThatIsLost() {
        entries.add(call("lost", "b", Outcome.OK, "T999"));
        broken(Law.ACKNOWLEDGED_IS_STORED, "a/lost");
    }

    @Test
    void findsAnOrderThatTheVenueAcceptedTwice() {
        order("twice", OrderStatus.ACTIVE, "v1", 0);
        arrival(Kind.NEW, "twice", true);
        arrival(Kind.NEW, "twice", true);
        broken(Law.STORED_REACHED_ONCE, "twice");
    }

    @Test
    void findsAnOrderThatEndedUnsentAndYetArrived() {
        order("cancelled", OrderStatus.CANCELED, null, 0);
        arrival(Kind.NEW, "cancelled", true);
        broken(Law.STORED_REACHED_ONCE, "cancelled");
    }

    @Test
    void findsAStrangerAtTheVenue() {
        arrival(Kind.NEW, "stranger", true);
        broken(Law.NO_STRANGER, "venue client id stranger");
    }

    @Test
    void findsARefusedOrderThatIsStoredAllTheSame() {
        order("refused", OrderStatus.CANCELED, null, 0);
        entries.removeIf(entry ->
                entry instanceof Entry.Call call && call.clientOrderId().equals("refused"));
        entries.add(call("refused", "b", Outcome.FAIL, null));
        broken(Law.REFUSED_NEVER_ARRIVES, "a/refused");
    }

    @Test
    void findsAnUnansweredOrderThatArrivedTwice() {
        order("doubt", OrderStatus.ACTIVE, "v1", 0);
        entries.removeIf(entry ->
                entry instanceof Entry.Call call && call.clientOrderId().equals("doubt"));
        entries.add(call("doubt", "b", Outcome.INFO, null));
        arrival(Kind.NEW, "doubt", true);
        arrival(Kind.NEW, "doubt", true);
        broken(Law.UNANSWERED_AT_MOST_ONCE, "a/doubt");
    }

    @Test
    void findsAStatusThatWentBack() {
        order("back", OrderStatus.ACTIVE, null, 0);
        event("back", OrderStatus.QUEUED, 0);
        event("back", OrderStatus.ACTIVE, 0);
        event("back", OrderStatus.SENDING, 0);
        broken(Law.FORWARD_ONLY, "back");
    }

    @Test
    void findsATradeThatCountsTwice() {
        order("fills", OrderStatus.FILLED, "v1", 1);
        entries.add(new Entry.Fill("t1", "fills", CleanHistory.PRICE, ONE, 1));
        entries.add(new Entry.Fill("t1", "fills", CleanHistory.PRICE, ONE, 2));
        broken(Law.FILLS_AGREE, "fills");
    }

    @Test
    void findsAnExecutionThatTheGatewayDoesNotKnow() {
        order("late", OrderStatus.CANCELED, "v1", 0);
        entries.add(new Entry.Execution("t1", "late", "v1", CleanHistory.PRICE, ONE, 1));
        broken(Law.FILLS_AGREE, "late");
    }

    @Test
    void findsACancelThatOvertookItsOrder() {
        order("overtaken", OrderStatus.ACTIVE, "v1", 0);
        arrival(Kind.CANCEL, "overtaken", true);
        arrival(Kind.NEW, "overtaken", true);
        broken(Law.IN_TURN, "overtaken");
    }

    @Test
    void findsOrdersThatArrivedInTheWrongOrder() {
        for (String name : List.of("first", "second")) {
            order(name, OrderStatus.SENDING, null, 0);
            event(name, OrderStatus.QUEUED, 0);
            event(name, OrderStatus.SENDING, 1);
        }
        arrival(Kind.NEW, "second", true);
        arrival(Kind.NEW, "first", true);
        broken(Law.IN_TURN, "first");
    }

    @Test
    void anOrderOfAnotherPriorityMayGoFirst() {
        order("first", OrderStatus.SENDING, null, 0);
        entries.add(new Entry.Order(
                "urgent", "a", "urgent", BTC, "urgent", null, ONE, Amount.ZERO, OrderStatus.SENDING, 1, 1));
        entries.add(call("urgent", "body", Outcome.OK, "urgent"));
        for (String name : List.of("first", "urgent")) {
            event(name, OrderStatus.QUEUED, 0);
            event(name, OrderStatus.SENDING, 1);
        }
        arrival(Kind.NEW, "urgent", true);
        arrival(Kind.NEW, "first", true);
        assertThat(broken(LedgerCheck.of(entries), Law.IN_TURN)).isEmpty();
    }

    @Test
    void findsMoreAtTheVenueThanTheLimit() {
        entries.add(new Entry.ExposureLimit("b", null, new Amount(1)));
        order("much", OrderStatus.ACTIVE, "v1", 0);
        entries.removeIf(
                entry -> entry instanceof Entry.Order order && order.orderId().equals("much"));
        entries.add(
                new Entry.Order("much", "b", "much", BTC, "much", "v1", ONE, Amount.ZERO, OrderStatus.ACTIVE, null, 1));
        arrival(Kind.NEW, "much", true);
        broken(Law.EXPOSURE, "much");
    }

    @Test
    void findsAnOrderThatArrivedAfterTheStopUnlessItsAnswerNamedIt() {
        for (String name : List.of("named", "sneaked")) {
            order(name, OrderStatus.ACTIVE, null, 0);
            arrival(Kind.NEW, name, true);
        }
        entries.add(new Entry.Kill("a", null, List.of("named"), 1_889_999_999_999L));
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(broken(verdict, Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume("a", null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
    }

    @Test
    void aStopOfAVenueIsAboutItsInstrumentsAlone() {
        order("sneaked", OrderStatus.ACTIVE, null, 0);
        arrival(Kind.NEW, "sneaked", true);
        entries.add(new Entry.Kill(null, "BITFINE", null, List.of(), 1_889_999_999_998L));
        entries.add(new Entry.Kill(null, "TWSE", null, List.of(), 1_889_999_999_998L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
        entries.add(new Entry.Kill(null, "BITFINEX", null, List.of(), 1_889_999_999_998L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume(null, "TWSE", null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume(null, "BITFINEX", null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
    }

    @Test
    void findsMoreCallsInAWindowThanAllowed() {
        for (String name : List.of("one", "two", "three")) {
            order(name, OrderStatus.ACTIVE, null, 0);
            arrival(Kind.NEW, name, true);
        }
        broken(Law.RATE, "venue client id three");
    }

    @Test
    void findsAGapInTheEvents() {
        order("gap", OrderStatus.CANCELED, null, 0);
        entries.add(new Entry.Event(0, 100_000, "gap", OrderStatus.QUEUED, Amount.ZERO, null, 0, 1));
        entries.add(new Entry.Event(0, 100_001, "gap", OrderStatus.CANCELED, Amount.ZERO, null, 0, 1));
        broken(Law.NO_GAP, "gap");
    }

    @Test
    void findsTwoRequestsAcknowledgedUnderOneName() {
        order("name", OrderStatus.CANCELED, null, 0);
        entries.add(call("name", "another body", Outcome.OK, "name"));
        broken(Law.SAME_NAME_SAME_ANSWER, "a/name");
    }

    @Test
    void findsAnOrderThatHangs() {
        order("hangs", OrderStatus.IN_DOUBT, null, 0);
        broken(Law.NOTHING_HANGS, "hangs");
    }

    @Test
    void tellsAllThatIsKnownOfABrokenOrderByTime() {
        order("twice", OrderStatus.ACTIVE, "v1", 0);
        arrival(Kind.NEW, "twice", true);
        arrival(Kind.NEW, "twice", true);
        Violation violation = LedgerCheck.of(entries).violations().getFirst();
        assertThat(violation.timeline()).hasSize(4).anyMatch(line -> line.contains("Call["));
        assertThat(violation.detail()).contains("accepted it 2 times");
    }

    @Test
    void saysWhatItCouldNotCheck() {
        entries.removeIf(entry -> entry instanceof Entry.Arrival || entry instanceof Entry.Execution);
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.laws())
                .filteredOn(finding -> finding.notChecked() != null)
                .extracting(Verdict.Finding::law)
                .contains(Law.STORED_REACHED_ONCE, Law.RATE, Law.STOPPED_MEANS_STOPPED);
    }

    @Test
    void readsWhatItWritesAndNamesTheLineThatItCannotRead(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("history.jsonl");
        EntryFile.write(file, entries);
        assertThat(EntryFile.read(file)).isEqualTo(entries);
        Files.writeString(file, "\n{\"type\":\"close\",\"clientId\":\"1\",\"atMillis\":5}\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryFile.read(file))
                .withMessageContaining("history.jsonl:2")
                .withMessageContaining("venueOrderId");
        Files.writeString(file, "{\"type\":\"colse\"}\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntryFile.read(file))
                .withMessageContaining("colse");
    }

    private void broken(Law law, String order) {
        assertThat(broken(LedgerCheck.of(entries), law)).containsExactly(order);
    }

    private static List<String> broken(Verdict verdict, Law law) {
        return verdict.violations().stream()
                .filter(violation -> violation.law() == law)
                .map(Violation::order)
                .distinct()
                .toList();
    }

    private void order(String name, OrderStatus status, @Nullable String venueOrderId, long filled) {
        entries.add(call(name, "body", Outcome.OK, name));
        entries.add(new Entry.Order(
                name, "a", name, BTC, name, venueOrderId, ONE, filled == 0 ? Amount.ZERO : ONE, status, null, 1));
    }

    private static Entry.Call call(String name, String body, Outcome outcome, @Nullable String orderId) {
        return new Entry.Call("a", name, body, 1, outcome == Outcome.INFO ? null : 2L, outcome, orderId);
    }

    private void event(String name, OrderStatus status, long batch) {
        long last = entries.stream()
                .mapToLong(entry -> entry instanceof Entry.Event event ? event.sequence() : 0)
                .max()
                .orElse(0);
        entries.add(new Entry.Event(0, last + 1, name, status, Amount.ZERO, null, batch, 1));
    }

    private void arrival(Kind kind, String name, boolean accepted) {
        long number = 10_000 + entries.size();
        entries.add(new Entry.Arrival(
                number, kind, BTC, name, null, ONE, accepted, null, "call" + number, 1_890_000_000_000L));
    }
}
