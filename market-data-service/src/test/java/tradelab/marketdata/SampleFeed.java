package tradelab.marketdata;

import java.util.List;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.marketdata.Book;
import tradelab.contracts.marketdata.Trade;
import tradelab.marketdata.feed.Feed;
import tradelab.marketdata.feed.FeedContext;
import tradelab.marketdata.feed.FeedSink;

/** What somebody else's feed may look like: one class, its own thread, one instrument. */
public final class SampleFeed implements Feed {
    static final Instrument GOLD = Instrument.parse("SAMPLE:GOLD");

    private Thread teller = new Thread();

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public void start(FeedSink sink, FeedContext context) {
        context.options().only("price");
        Price bid = Price.parse(context.options().text("price", "100"));
        teller = Thread.ofPlatform().daemon().start(() -> {
            sink.connected();
            sink.snapshot(GOLD, List.of(level(bid.toString(), "2")), List.of(level("105", "1")), null, 1_000);
            sink.level(GOLD, true, level("101", "7"), 1_001);
            sink.level(GOLD, false, level("104", "3"), 1_002);
            sink.level(GOLD, false, level("104", "0"), 1_003);
            sink.trade(GOLD, new Trade(1, 1_004, Price.parse("103"), Amount.parse("0.5"), Trade.Taker.BUY));
            sink.heard();
        });
    }

    private static Book.Level level(String price, String amount) {
        return new Book.Level(Price.parse(price), Amount.parse(amount), 1);
    }

    @Override
    public void stop() {
        teller.interrupt();
    }
}
