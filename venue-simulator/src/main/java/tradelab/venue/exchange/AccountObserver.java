package tradelab.venue.exchange;

import tradelab.venue.account.Wallet;

/** Told what happens in an account, on the venue's event loop. Orders are live: read them at once. */
public interface AccountObserver {
    /** What happened to an order: the exchange's message names. */
    enum OrderEvent {
        NEW("on"),
        UPDATED("ou"),
        CLOSED("oc");

        private final String text;

        OrderEvent(String text) {
            this.text = text;
        }

        /** Returns the exchange's message name. */
        public String text() {
            return text;
        }
    }

    /** What happened to a position: the exchange's message names. */
    enum PositionEvent {
        OPENED("pn"),
        UPDATED("pu"),
        CLOSED("pc");

        private final String text;

        PositionEvent(String text) {
            this.text = text;
        }

        /** Returns the exchange's message name. */
        public String text() {
            return text;
        }
    }

    void order(Account account, OrderEvent event, AccountOrder order);

    void fill(Account account, Fill fill);

    /** {@code lastPrice} is the market's, 0 if there is none. */
    void position(Account account, PositionEvent event, Position position, long lastPrice);

    void wallet(Account account, Wallet wallet);
}
