package tradelab.venue.taiwan.exchange;

import tradelab.venue.taiwan.market.Order;

/** Background orders. Told when it may act; a function of its seed and of what it sees. */
public interface Crowd {
    /** Does nothing, ever. */
    Crowd NOBODY = new Crowd() {
        @Override
        public long sliceMillis() {
            return 1_000;
        }

        @Override
        public void begin(TaiwanExchange exchange) {}

        @Override
        public void act(TaiwanExchange exchange) {}

        @Override
        public void closed(Order order) {}
    };

    /** Returns the market time between two turns of the crowd; the same at every call. */
    long sliceMillis();

    /** A day begins, or the exchange joins one; every market is there. */
    void begin(TaiwanExchange exchange);

    /** Another {@link #sliceMillis} of market time have passed while orders are taken. */
    void act(TaiwanExchange exchange);

    /** An order of this crowd is closed. */
    void closed(Order order);
}
