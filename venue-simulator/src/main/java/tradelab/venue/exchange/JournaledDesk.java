package tradelab.venue.exchange;

import tradelab.venue.journal.Journal;
import tradelab.venue.journal.JournalEntry;
import tradelab.venue.market.Depth;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.matching.OrderKind;

/** A market's desk whose orders are taken down before they are entered. */
record JournaledDesk(String symbol, HouseDesk desk, Journal journal) implements HouseDesk {
    @Override
    public long submit(OrderKind kind, long amount, long price, long nowMillis) {
        journal.take(new JournalEntry.HouseOrder(nowMillis, symbol, kind, amount, price));
        return desk.submit(kind, amount, price, nowMillis);
    }

    @Override
    public boolean cancel(long orderId, long nowMillis) {
        journal.take(new JournalEntry.HouseCancel(nowMillis, symbol, orderId));
        return desk.cancel(orderId, nowMillis);
    }

    @Override
    public long resting(long orderId) {
        return desk.resting(orderId);
    }

    @Override
    public Depth depth() {
        return desk.depth();
    }

    @Override
    public void publish(long nowMillis) {
        journal.take(new JournalEntry.HouseSettled(nowMillis, symbol));
        desk.publish(nowMillis);
    }

    @Override
    public void onFilled(FilledHandler handler) {
        desk.onFilled(handler);
    }
}
