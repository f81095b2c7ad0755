package tradelab.examples.marketmaker;

import tradelab.runtime.ServiceMain;

/** Starts the market maker as a process of its own. */
public final class MarketMakerMain {
    private MarketMakerMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new MarketMakerService(), args);
    }
}
