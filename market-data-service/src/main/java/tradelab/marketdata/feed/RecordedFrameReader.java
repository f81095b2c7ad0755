package tradelab.marketdata.feed;

import java.util.ArrayList;
import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;

/** Tells a sink what raw Bitfinex frames of one instrument's book and trades say. Not thread-safe. */
public final class RecordedFrameReader {
    private static final int BOOK_COLUMNS = 3;
    private static final int TRADE_COLUMNS = 4;

    private final Instrument instrument;
    private final FeedSink sink;
    private final FrameScanner scanner = new FrameScanner();
    private final Frame frame = new Frame();

    /** Books have no times in a recording: theirs is that of the newest trade before them, 0 before the first. */
    private long newestMillis;

    public RecordedFrameReader(Instrument instrument, FeedSink sink) {
        this.instrument = instrument;
        this.sink = sink;
    }

    /** Takes in one frame. What cannot be parsed is counted and skipped, as a recording cannot be asked again. */
    public void take(byte[] bytes) {
        Unparsed problem = scanner.scan(bytes, bytes.length, frame);
        if (problem != null) {
            sink.unparsed(problem);
            return;
        }
        switch (frame.kind) {
            case ROWS -> {
                if (frame.width == BOOK_COLUMNS) {
                    snapshot();
                }
            }
            case ROW -> {
                if (frame.width == BOOK_COLUMNS && sound(0)) {
                    sink.level(instrument, frame.scaled(0, 2) > 0, level(0), newestMillis);
                }
            }
            case TRADE_EXECUTED -> trade();
            case HEARTBEAT -> sink.heard();
            case CHECKSUM, TRADE_UPDATED, OTHER, EVENT -> {}
        }
    }

    private void snapshot() {
        List<Book.Level> bids = new ArrayList<>();
        List<Book.Level> asks = new ArrayList<>();
        for (int row = 0; row < frame.rows; row++) {
            if (sound(row)) {
                (frame.scaled(row, 2) > 0 ? bids : asks).add(level(row));
            }
        }
        sink.snapshot(instrument, bids, asks, null, newestMillis);
    }

    private boolean sound(int row) {
        long amount = frame.scaled(row, 2);
        boolean sound = frame.scaled(row, 0) > 0 && Frame.isNumber(amount) && amount != 0;
        if (!sound) {
            sink.unparsed(Unparsed.SHAPE);
        }
        return sound;
    }

    private Book.Level level(int row) {
        int orders = (int) Math.clamp(frame.whole(row, 1), 0, Integer.MAX_VALUE);
        return new Book.Level(
                new Price(frame.scaled(row, 0)), new Amount(orders == 0 ? 0 : Math.abs(frame.scaled(row, 2))), orders);
    }

    private void trade() {
        long amount = frame.width < TRADE_COLUMNS ? 0 : frame.scaled(0, 2);
        if (amount == 0 || !Frame.isNumber(amount) || frame.scaled(0, 3) <= 0) {
            sink.unparsed(Unparsed.SHAPE);
            return;
        }
        newestMillis = Math.max(newestMillis, frame.whole(0, 1));
        sink.trade(
                instrument,
                new Trade(
                        frame.whole(0, 0),
                        frame.whole(0, 1),
                        new Price(frame.scaled(0, 3)),
                        new Amount(Math.abs(amount)),
                        amount > 0 ? Trade.Taker.BUY : Trade.Taker.SELL));
    }
}
