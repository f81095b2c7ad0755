package tradelab.benchmarks;

import tradelab.venue.matching.CloseReason;
import tradelab.venue.matching.MatchListener;
import tradelab.venue.matching.MatchingEngine;
import tradelab.venue.matching.OrderKind;
import tradelab.venue.matching.OrderOptions;

/** A matching engine of ours for each symbol. */
final class OurBooks implements MatchingBenchmark.Books, MatchListener {
    /** Twice what a book of the flow holds on average: it never grows, and empty levels are swept away seldom. */
    private static final int EXPECTED = OrderFlow.PENDING * 2;

    private final OrderFlow flow;
    private final MatchingEngine[] engines;
    private long trades;
    private long lots;
    private long tradedCommands;
    private long tradesBefore;

    OurBooks(OrderFlow flow) {
        this.flow = flow;
        this.engines = new MatchingEngine[flow.symbols];
        for (int i = 0; i < engines.length; i++) {
            engines[i] = new MatchingEngine(OrderFlow.PENDING * 10, EXPECTED, this);
        }
    }

    @Override
    public void run(int from, int to) {
        for (int at = from; at < to; at++) {
            MatchingEngine engine = engines[flow.symbol[at]];
            long id = flow.order[at];
            switch (flow.command[at]) {
                case OrderFlow.GTC -> engine.submit(id, 1, OrderKind.LIMIT, flow.size[at], flow.price[at], at);
                case OrderFlow.IOC -> engine.submit(id, 1, OrderKind.IOC, flow.size[at], flow.price[at], at);
                case OrderFlow.CANCEL -> found(engine.cancel(id, at));
                default ->
                    found(engine.replace(
                            id, OrderKind.LIMIT, OrderOptions.NONE, engine.resting(id), flow.price[at], at));
            }
            if (trades != tradesBefore) {
                tradesBefore = trades;
                tradedCommands++;
            }
        }
    }

    private static void found(boolean found) {
        if (!found) {
            throw new IllegalStateException("an order of the flow is missing");
        }
    }

    @Override
    public void startCounting() {
        trades = 0;
        lots = 0;
        tradedCommands = 0;
        tradesBefore = 0;
    }

    @Override
    public MatchingBenchmark.BookState state() {
        long digest = 0;
        long orders = 0;
        long slots = 0;
        for (MatchingEngine engine : engines) {
            orders += engine.orders();
            for (boolean bids : new boolean[] {true, false}) {
                for (int i = 0; i < engine.levels(bids); i++) {
                    slots++;
                    digest = MatchingBenchmark.BookState.fold(
                            digest, engine.price(bids, i), engine.amount(bids, i), engine.count(bids, i));
                }
            }
        }
        return new MatchingBenchmark.BookState(trades, lots, tradedCommands, orders, slots, digest);
    }

    @Override
    public void traded(
            long makerId,
            int makerOwner,
            long makerRemaining,
            long takerId,
            int takerOwner,
            long takerRemaining,
            long price,
            long amount,
            long nowMillis) {
        trades++;
        lots += Math.abs(amount);
    }

    @Override
    public void rested(long orderId, int owner, long price, long remaining, long nowMillis) {}

    @Override
    public void reduced(long orderId, int owner, long remaining, long nowMillis) {}

    @Override
    public void closed(long orderId, int owner, long remaining, CloseReason reason, long nowMillis) {}
}
