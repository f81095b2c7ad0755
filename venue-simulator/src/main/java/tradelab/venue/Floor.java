package tradelab.venue;

import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import tradelab.contracts.Require;
import tradelab.venue.exchange.Exchange;
import tradelab.venue.market.HouseDesk;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketFloor;
import tradelab.venue.market.MarketSpec;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.stream.StreamHandler;

/** The venue as its sources see it: a market that is replayed is no longer offered to others. */
record Floor(Vertx vertx, LongSupplier clockMillis, Exchange exchange, StreamHandler stream, Set<String> replayed)
        implements MarketFloor {
    Floor(Vertx vertx, LongSupplier clockMillis, Exchange exchange, StreamHandler stream) {
        this(vertx, clockMillis, exchange, stream, new HashSet<>());
    }

    @Override
    public List<MarketSpec> markets() {
        return exchange.markets().values().stream()
                .map(Market::spec)
                .filter(spec -> !replayed.contains(spec.symbol()))
                .toList();
    }

    @Override
    public HouseDesk desk(String symbol) {
        return exchange.desk(market(symbol));
    }

    @Override
    public PublicFeed feed(String symbol) {
        Market market = market(symbol);
        if (!replayed.add(symbol)) {
            throw Require.refused("symbol", "a market that is not replayed yet", symbol);
        }
        return market.replay();
    }

    @Override
    public boolean writable() {
        return stream.writable();
    }

    @Override
    public void whenWritable(Runnable resume) {
        stream.whenWritable(resume);
    }

    @Override
    public int bookSubscribers(String symbol) {
        return stream.bookSubscribers(market(symbol));
    }

    Market market(String symbol) {
        Market market = exchange.market(symbol);
        if (market == null) {
            throw Require.refused("symbol", "one of " + exchange.markets().keySet(), symbol);
        }
        return market;
    }
}
