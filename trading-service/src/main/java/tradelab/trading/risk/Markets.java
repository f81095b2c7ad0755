package tradelab.trading.risk;

import tradelab.contracts.Decimals;
import tradelab.contracts.Instrument;
import tradelab.contracts.trading.SubmitOrder;

/** Which rules a market has of its own. */
final class Markets {
    /** A Taiwan board lot, in shares. */
    static final long BOARD_LOT = 1_000 * Decimals.ONE;

    private Markets() {}

    static boolean isTaiwan(Instrument instrument) {
        return instrument.venue().equals("TWSE") || instrument.venue().equals("TPEX");
    }

    static boolean isBitfinex(Instrument instrument) {
        return instrument.venue().equals("BITFINEX");
    }

    /** Returns whether a Taiwan order is for less than a board lot. */
    static boolean isOddLot(SubmitOrder order) {
        return order.amount().units() < BOARD_LOT;
    }
}
