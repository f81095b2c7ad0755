package tradelab.venue.market;

import tradelab.venue.matching.MatchingEngine;

/** The depth of a matching engine's book. */
record MatchedBook(MatchingEngine engine) implements Depth {
    @Override
    public int levels(boolean bids) {
        return engine.levels(bids);
    }

    @Override
    public long price(boolean bids, int index) {
        return engine.price(bids, index);
    }

    @Override
    public long amount(boolean bids, int index) {
        return engine.amount(bids, index);
    }

    @Override
    public int count(boolean bids, int index) {
        return engine.count(bids, index);
    }
}
