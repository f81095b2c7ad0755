package tradelab.trading.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tradelab.contracts.Amount;
import tradelab.contracts.trading.OrderStatus;
import tradelab.trading.ledger.Entry.Kind;
import tradelab.trading.ledger.Entry.Outcome;

/** In which order, how much, how often and after which stop things arrived at the venue. */
class FlowLawsTest extends PlantedHistory {
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
    void noOrderMayArriveBeforeAnEarlierOneOfHigherPriority() {
        entries.add(new Entry.Order(
                "urgent", "a", "urgent", BTC, "urgent", null, ONE, Amount.ZERO, OrderStatus.SENDING, 1, 1));
        entries.add(call("urgent", "body", Outcome.OK, "urgent"));
        order("later", OrderStatus.SENDING, null, 0);
        for (String name : List.of("urgent", "later")) {
            event(name, OrderStatus.QUEUED, 0);
            event(name, OrderStatus.SENDING, 1);
        }
        arrival(Kind.NEW, "later", true);
        arrival(Kind.NEW, "urgent", true);
        broken(Law.IN_TURN, "urgent");
    }

    @Test
    void findsMoreAtTheVenueThanTheLimit() {
        entries.add(new Entry.ExposureLimit("b", null, null, new Amount(1)));
        order("much", OrderStatus.ACTIVE, "v1", 0);
        entries.removeIf(
                entry -> entry instanceof Entry.Order order && order.orderId().equals("much"));
        entries.add(
                new Entry.Order("much", "b", "much", BTC, "much", "v1", ONE, Amount.ZERO, OrderStatus.ACTIVE, null, 1));
        arrival(Kind.NEW, "much", true);
        broken(Law.EXPOSURE, "much");
    }

    @Test
    void aLimitOfAVenueIsAboutItsInstrumentsAlone() {
        order("much", OrderStatus.ACTIVE, null, 0);
        arrival(Kind.NEW, "much", true);
        entries.add(new Entry.ExposureLimit(null, "TWSE", null, new Amount(1)));
        assertThat(broken(LedgerCheck.of(entries), Law.EXPOSURE)).isEmpty();
        entries.removeIf(entry ->
                entry instanceof Entry.Arrival arrival && !arrival.clientId().equals("much"));
        entries.add(new Entry.ExposureLimit(null, "BITFINEX", null, new Amount(1)));
        broken(Law.EXPOSURE, "much");
    }

    @Test
    void findsAnOrderThatArrivedAfterTheStopUnlessItsAnswerNamedIt() {
        for (String name : List.of("named", "sneaked")) {
            order(name, OrderStatus.ACTIVE, null, 0);
            arrival(Kind.NEW, name, true);
        }
        entries.add(new Entry.Kill("a", null, null, List.of("named"), null, 1_889_999_999_999L));
        Verdict verdict = LedgerCheck.of(entries);
        assertThat(broken(verdict, Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume("a", null, null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
    }

    @Test
    void aStopOfAVenueIsAboutItsInstrumentsAlone() {
        order("sneaked", OrderStatus.ACTIVE, null, 0);
        arrival(Kind.NEW, "sneaked", true);
        entries.add(new Entry.Kill(null, "BITFINE", null, List.of(), null, 1_889_999_999_998L));
        entries.add(new Entry.Kill(null, "TWSE", null, List.of(), null, 1_889_999_999_998L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
        entries.add(new Entry.Kill(null, "BITFINEX", null, List.of(), null, 1_889_999_999_998L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume(null, "TWSE", null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).containsExactly("sneaked");
        entries.add(new Entry.Resume(null, "BITFINEX", null, 1_889_999_999_999L));
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
    }

    @Test
    void findsAnOrderThatWasSentAfterAStopByItsStepsWithoutAnyClock() {
        for (String name : List.of("before", "after", "spared", "resumed")) {
            order(name, OrderStatus.ACTIVE, null, 0);
            event(name, OrderStatus.QUEUED, 0);
        }
        event("before", OrderStatus.SENDING, 1);
        long through = lastSequence();
        for (String name : List.of("after", "spared", "resumed")) {
            event(name, OrderStatus.SENDING, 2);
        }
        // the gateway's clock is a day late
        entries.add(new Entry.Kill("a", null, null, List.of("spared"), List.of(through), 1_889_900_000_000L));
        for (String name : List.of("before", "after", "spared")) {
            arrival(Kind.NEW, name, true);
        }
        entries.add(new Entry.Resume("a", null, null, 1_890_000_000_001L));
        entries.add(
                new Entry.Arrival(30_000, Kind.NEW, BTC, "resumed", null, ONE, true, null, "call", 1_890_000_000_001L));
        broken(Law.STOPPED_MEANS_STOPPED, "after");
    }

    @Test
    void findsASecondAttemptAfterAStopOfAnOrderThatWasSentOnceBefore() {
        order("twice", OrderStatus.ACTIVE, null, 0);
        event("twice", OrderStatus.QUEUED, 0);
        event("twice", OrderStatus.SENDING, 1);
        entries.add(new Entry.Kill(null, null, null, List.of(), List.of(lastSequence()), 1_890_000_000_000L));
        arrival(Kind.NEW, "twice", false);
        assertThat(broken(LedgerCheck.of(entries), Law.STOPPED_MEANS_STOPPED)).isEmpty();
        arrival(Kind.NEW, "twice", true);
        broken(Law.STOPPED_MEANS_STOPPED, "twice");
    }

    @Test
    void findsMoreCallsInAWindowThanAllowed() {
        for (String name : List.of("one", "two", "three")) {
            order(name, OrderStatus.ACTIVE, null, 0);
            arrival(Kind.NEW, name, true);
        }
        broken(Law.RATE, "three");
    }
}
