package tradelab.venue.taiwan.exchange;

import tradelab.venue.taiwan.market.SecurityMarket;
import tradelab.venue.taiwan.market.SecurityState;
import tradelab.venue.taiwan.market.Trade;
import tradelab.venue.taiwan.session.Phase;

/** Told what the exchange publishes, while it happens; must not call back. */
public interface ExchangeObserver {
    /** Hears nothing. */
    ExchangeObserver NOBODY = new ExchangeObserver() {
        @Override
        public void report(Account account, Report report) {}

        @Override
        public void traded(SecurityMarket market, Trade trade) {}

        @Override
        public void state(SecurityMarket market, SecurityState state, long nowMillis) {}

        @Override
        public void phase(Phase phase, long nowMillis) {}

        @Override
        public void changed(int index) {}
    };

    void report(Account account, Report report);

    void traded(SecurityMarket market, Trade trade);

    void state(SecurityMarket market, SecurityState state, long nowMillis);

    void phase(Phase phase, long nowMillis);

    /** @param index of the market among {@link TaiwanExchange#markets} */
    void changed(int index);
}
