package tradelab.trading.venue.bitfinex;

/** How orders get to the venue. */
public enum Way {
    /** Signed calls; each has a nonce, so that nobody who slept can still send one. */
    REST,
    /** Inputs of the authenticated WebSocket. */
    WEBSOCKET;

    Way other() {
        return this == REST ? WEBSOCKET : REST;
    }
}
