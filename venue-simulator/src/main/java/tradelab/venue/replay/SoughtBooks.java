package tradelab.venue.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;

/** The books of a recording up to a moment that is sought, while nobody is told of what lies before. Not thread-safe. */
final class SoughtBooks {
    private record Level(int count, long amount) {}

    private final Map<String, Map<Long, Level>> books = new HashMap<>();

    void clear() {
        books.clear();
    }

    boolean isEmpty() {
        return books.isEmpty();
    }

    void apply(RecordedEvent event) {
        switch (event) {
            case BookSnapshot snapshot -> {
                Map<Long, Level> book = new HashMap<>();
                for (int i = 0; i < snapshot.prices().length; i++) {
                    set(book, snapshot.prices()[i], snapshot.counts()[i], snapshot.amounts()[i]);
                }
                books.put(snapshot.symbol(), book);
            }
            case BookUpdate update -> {
                Map<Long, Level> book = books.get(update.symbol());
                if (book != null) {
                    set(book, update.price(), update.count(), update.amount());
                }
            }
            case RecordedEvent.TradeHistory _, RecordedEvent.Trade _, RecordedEvent.Heartbeat _ -> {}
        }
    }

    /** Gives each book as a snapshot. */
    void forEach(Consumer<BookSnapshot> consumer) {
        books.forEach((symbol, book) -> {
            long[] prices = new long[book.size()];
            int[] counts = new int[book.size()];
            long[] amounts = new long[book.size()];
            int i = 0;
            for (Map.Entry<Long, Level> level : book.entrySet()) {
                prices[i] = Math.abs(level.getKey());
                counts[i] = level.getValue().count();
                amounts[i++] = level.getValue().amount();
            }
            consumer.accept(new BookSnapshot(symbol, prices, counts, amounts));
        });
    }

    private static void set(Map<Long, Level> book, long price, int count, long amount) {
        long key = amount > 0 ? price : -price;
        if (count == 0) {
            book.remove(key);
        } else {
            book.put(key, new Level(count, amount));
        }
    }
}
