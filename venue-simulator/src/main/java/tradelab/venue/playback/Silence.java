package tradelab.venue.playback;

import tradelab.venue.account.Wallet;
import tradelab.venue.exchange.Account;
import tradelab.venue.exchange.AccountObserver;
import tradelab.venue.exchange.AccountOrder;
import tradelab.venue.exchange.Fill;
import tradelab.venue.exchange.Position;
import tradelab.venue.market.Market;
import tradelab.venue.market.MarketObserver;
import tradelab.venue.market.PublicFeed;
import tradelab.venue.market.Trade;

/** Observers that pass nothing on: what is played again was told the first time. */
final class Silence {
    static final AccountObserver ACCOUNTS = new AccountObserver() {
        @Override
        public void order(Account account, OrderEvent event, AccountOrder order) {}

        @Override
        public void fill(Account account, Fill fill) {}

        @Override
        public void position(Account account, PositionEvent event, Position position, long lastPrice) {}

        @Override
        public void wallet(Account account, Wallet wallet) {}
    };

    static final MarketObserver MARKETS = new MarketObserver() {
        @Override
        public void traded(Market market, Trade trade) {}

        @Override
        public void tradeBooked(Market market, Trade trade) {}

        @Override
        public void bookChanged(Market market) {}

        @Override
        public void levelReplayed(Market market, long price, int count, long amount) {}

        @Override
        public void bookReplaced(Market market) {}

        @Override
        public void heartbeat(Market market, PublicFeed.Channel channel) {}
    };

    private Silence() {}
}
