package tradelab.marketdata;

import tradelab.runtime.ServiceMain;

/** Runs the market-data service in a process of its own. */
public final class MarketDataMain {
    private MarketDataMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new MarketDataService(), args);
    }
}
