package tradelab.venue.replay;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.replay.RecordedEvent.BookSnapshot;
import tradelab.venue.replay.RecordedEvent.BookUpdate;

/** A floor whose feed keeps the book as a client would, and whose sockets fill whenever the test says so. */
final class FakeFloor implements MarketFloor, PublicFeed {
    private final Vertx vertx;
    final RecordedBook book = new RecordedBook();
    final List<Long> tradeIds = new ArrayList<>();
    final List<Long> tradeMillis = new ArrayList<>();
    volatile int subscribers;
    int writableTurns = Integer.MAX_VALUE;
    long timesFull;
    long updates;
    long snapshots;
    long histories;
    long booked;
    long heartbeats;
    long crossed;

    FakeFloor(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public LongSupplier clockMillis() {
        return () -> 1_700_000_000_000L;
    }

    @Override
    public List<MarketSpec> markets() {
        return List.of(MarketSpec.of("tBTCUSD", 640_000_000_000L, 1, 1_000_000_000_000L));
    }

    @Override
    public HouseDesk desk(String symbol) {
        throw new IllegalArgumentException("a replay does not use the desk of " + symbol);
    }

    @Override
    public PublicFeed feed(String symbol) {
        return this;
    }

    @Override
    public boolean writable() {
        return writableTurns-- > 0;
    }

    @Override
    public void whenWritable(Runnable resume) {
        timesFull++;
        writableTurns = 1_000;
        vertx.runOnContext(_ -> resume.run());
    }

    @Override
    public int bookSubscribers(String symbol) {
        return subscribers;
    }

    @Override
    public void bookSnapshot(long[] prices, int[] counts, long[] amounts, long nowMillis) {
        snapshots++;
        book.apply(new BookSnapshot("tBTCUSD", prices, counts, amounts));
        crossed += book.isCrossed() ? 1 : 0;
    }

    @Override
    public void bookUpdate(long price, int count, long amount, long nowMillis) {
        updates++;
        book.apply(new BookUpdate("tBTCUSD", price, count, amount));
        crossed += book.isCrossed() ? 1 : 0;
    }

    @Override
    public void tradeHistory(long[] ids, long[] millis, long[] amounts, long[] prices) {
        histories++;
    }

    @Override
    public void tradeExecuted(long id, long millis, long amount, long price, long nowMillis) {
        var _ = tradeIds.add(id);
        var _ = tradeMillis.add(millis);
    }

    @Override
    public void tradeUpdated(long id, long millis, long amount, long price, long nowMillis) {
        booked++;
    }

    @Override
    public void heartbeat(Channel channel) {
        heartbeats++;
    }
}
