package tradelab.trading.order;

import tradelab.contracts.Require;

/**
 * Price and amount of an order, which an amendment may change.
 *
 * @param price scaled, 0 for a market order
 * @param amount scaled, above 0
 */
public record Terms(long price, long amount) {
    public Terms {
        price = Require.range("price", price, 0, Long.MAX_VALUE);
        amount = Require.range("amount", amount, 1, Long.MAX_VALUE);
    }
}
