package tradelab.marketdata.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.BookBatch;

/** A book as a client of the bus keeps it: from a whole one on, by changes that follow each other. */
public final class BusBook {
    private final Map<Price, Book.Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final Map<Price, Book.Level> asks = new TreeMap<>();
    private long sequence;
    private int changes;

    /** Takes in one change; ignores it if something before it was missed. */
    public void hear(BookBatch.Change change) {
        if (change.isWhole()) {
            bids.clear();
            asks.clear();
        } else if (sequence == 0 || change.prevSequence() != sequence) {
            sequence = 0;
            return;
        } else {
            changes++;
        }
        sequence = change.sequence();
        change.bids().forEach(level -> put(bids, level));
        change.asks().forEach(level -> put(asks, level));
        Book now = new Book(
                change.instrument(),
                new ArrayList<>(bids.values()),
                new ArrayList<>(asks.values()),
                change.receiveEpochMillis(),
                change.sequence(),
                change.validity());
        if (BookDelta.checksum(now) != change.checksum()) {
            throw new AssertionError("another book than the checksum's after " + change);
        }
    }

    private static void put(Map<Price, Book.Level> side, Book.Level level) {
        if (level.amount().units() == 0) {
            side.remove(level.price());
        } else {
            side.put(level.price(), level);
        }
    }

    public int changes() {
        return changes;
    }

    public boolean isSame(Book book) {
        return List.copyOf(bids.values()).equals(book.bids())
                && List.copyOf(asks.values()).equals(book.asks());
    }
}
