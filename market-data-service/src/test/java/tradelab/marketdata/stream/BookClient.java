package tradelab.marketdata.stream;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Quote.Validity;

/** A client's copy of a book, made of nothing but frames; refuses a delta that does not follow the frame before it. */
public final class BookClient {
    private final TreeMap<Price, Book.Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final TreeMap<Price, Book.Level> asks = new TreeMap<>();
    private long sequence = -1;
    private long told;
    private int deltas;

    public void hear(JsonObject frame) {
        JsonObject data = frame.getJsonObject("data");
        if (frame.getString("type").equals("snapshot")) {
            bids.clear();
            asks.clear();
        } else if (frame.getLong("prevSequence") != sequence) {
            throw new AssertionError("a hole between " + sequence + " and " + frame);
        } else {
            deltas++;
        }
        sequence = frame.getLong("sequence");
        take(bids, data.getJsonArray("bids"));
        take(asks, data.getJsonArray("asks"));
        told = data.getLong("checksum");
        if (told != checksum()) {
            throw new AssertionError("checksum of the copy " + checksum() + ", told " + told);
        }
    }

    private static void take(TreeMap<Price, Book.Level> side, JsonArray levels) {
        for (int i = 0; i < levels.size(); i++) {
            JsonObject level = levels.getJsonObject(i);
            Price price = Price.parse(level.getString("price"));
            Amount amount = Amount.parse(level.getString("amount"));
            if (amount.units() == 0) {
                side.remove(price);
            } else {
                side.put(price, new Book.Level(price, amount, level.getInteger("orders")));
            }
        }
    }

    public int deltas() {
        return deltas;
    }

    public boolean isSame(Book book) {
        return List.copyOf(bids.values()).equals(book.bids())
                && List.copyOf(asks.values()).equals(book.asks());
    }

    public long checksum() {
        return BookDelta.checksum(new Book(
                Instrument.parse("A:b"), List.copyOf(bids.values()), List.copyOf(asks.values()), 0, 0, Validity.LIVE));
    }
}
