package tradelab.trading.order;

import tradelab.contracts.Price;
import tradelab.contracts.Require;
import tradelab.contracts.trading.SubmitOrder;

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

    /** Returns the terms that a request asks for. */
    static Terms of(SubmitOrder request) {
        Price price = request.price();
        return new Terms(price == null ? 0 : price.units(), request.amount().units());
    }
}
