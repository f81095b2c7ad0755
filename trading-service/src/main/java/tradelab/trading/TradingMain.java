package tradelab.trading;

import tradelab.runtime.ServiceMain;

/** Starts the trading service as a process of its own. */
public final class TradingMain {
    private TradingMain() {}

    public static void main(String[] args) {
        ServiceMain.run(new TradingService(), args);
    }
}
