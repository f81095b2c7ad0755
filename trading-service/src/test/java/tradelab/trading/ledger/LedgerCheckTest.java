package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Entry.Kind;
import tradelab.trading.ledger.Entry.Outcome;

class LedgerCheckTest extends PlantedHistory {
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
    void findsAnOrderThatIsStoredTwice() {
        order("first", OrderStatus.CANCELED, null, 0);
        entries.add(new Entry.Order(
                "again", "a", "first", BTC, "again", null, ONE, Amount.ZERO, OrderStatus.CANCELED, null, 1));
        broken(Law.ACKNOWLEDGED_IS_STORED, "a/first");
    }

    @Test
    void findsAnOrderThatIsStoredUnderAnotherIdThanItWasAcknowledged() {
        order("renamed", OrderStatus.CANCELED, null, 0);
        entries.add(call("renamed", "body", Outcome.OK, "other"));
        broken(Law.ACKNOWLEDGED_IS_STORED, "a/renamed");
    }

    @Test
    void findsAnOrderThatIsSaidToBeAtTheVenueAndIsNot() {
        order("vanished", OrderStatus.ACTIVE, null, 0);
        arrival(Kind.NEW, "vanished", false);
        broken(Law.STORED_REACHED_ONCE, "vanished");
    }

    @Test
    void findsAnOrderThatTheVenueKnowsByAnotherId() {
        order("mixed", OrderStatus.ACTIVE, "v1", 0);
        entries.add(
                new Entry.Arrival(20_000, Kind.NEW, BTC, "mixed", "v2", ONE, true, null, "call", 1_890_000_000_000L));
        broken(Law.STORED_REACHED_ONCE, "mixed");
    }

    @Test
    void findsAnOrderThatNoClientAskedFor() {
        order("invented", OrderStatus.CANCELED, null, 0);
        entries.removeIf(entry ->
                entry instanceof Entry.Call call && call.clientOrderId().equals("invented"));
        broken(Law.NO_STRANGER, "invented");
    }

    @Test
    void findsAnOrderThatArrivedWithAnotherAmount() {
        order("larger", OrderStatus.ACTIVE, null, 0);
        entries.add(new Entry.Arrival(
                20_000, Kind.NEW, BTC, "larger", null, Amount.parse("2"), true, null, "call", 1_890_000_000_000L));
        broken(Law.NO_STRANGER, "larger");
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
    void findsMoreFilledThanWasWanted() {
        entries.add(call("much", "body", Outcome.OK, "much"));
        entries.add(new Entry.Order(
                "much", "a", "much", BTC, "much", null, ONE, Amount.parse("1.5"), OrderStatus.FILLED, null, 1));
        broken(Law.FORWARD_ONLY, "much");
    }

    @Test
    void findsAnOrderWhoseLastEventSaysSomethingElse() {
        order("stale", OrderStatus.ACTIVE, null, 0);
        event("stale", OrderStatus.QUEUED, 0);
        event("stale", OrderStatus.SENDING, 1);
        broken(Law.FORWARD_ONLY, "stale");
    }

    @Test
    void findsFillsThatDoNotAddUp() {
        order("less", OrderStatus.FILLED, "v1", 1);
        entries.add(new Entry.Fill("t1", "less", CleanHistory.PRICE, Amount.parse("0.4"), 1));
        entries.add(new Entry.Execution("t1", "less", "v1", CleanHistory.PRICE, Amount.parse("0.4"), 1));
        broken(Law.FILLS_AGREE, "less");
    }

    @Test
    void findsAFillAtAnotherPriceThanTheVenues() {
        order("dearer", OrderStatus.FILLED, "v1", 1);
        entries.add(new Entry.Fill("t1", "dearer", Price.parse("6401"), ONE, 1));
        entries.add(new Entry.Execution("t1", "dearer", "v1", CleanHistory.PRICE, ONE, 1));
        broken(Law.FILLS_AGREE, "dearer");
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
    void findsAGapInTheEvents() {
        order("gap", OrderStatus.CANCELED, null, 0);
        entries.add(new Entry.Event(0, 100_000, "gap", OrderStatus.QUEUED, Amount.ZERO, null, 0, 1));
        entries.add(new Entry.Event(0, 100_001, "gap", OrderStatus.CANCELED, Amount.ZERO, null, 0, 1));
        broken(Law.UNBROKEN, "gap");
    }

    @Test
    void findsTwoRequestsAcknowledgedUnderOneName() {
        order("name", OrderStatus.CANCELED, null, 0);
        entries.add(call("name", "another body", Outcome.OK, "name"));
        broken(Law.SAME_NAME_SAME_ANSWER, "a/name");
    }

    @Test
    void findsANameThatIsSaidToBeTakenAndIsNot() {
        entries.add(call("taken", "body", Outcome.CONFLICT, null));
        broken(Law.SAME_NAME_SAME_ANSWER, "a/taken");
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
}
