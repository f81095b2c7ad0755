package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * A request to change the price or the amount of an order. It states what is to hold, so sending it again changes nothing.
 *
 * @param price absent: as it is
 * @param amount the whole amount of the order, what is filled included; absent: as it is
 */
public record AmendOrder(
        String account,
        String clientOrderId,
        @Nullable Price price,
        @Nullable Amount amount) {
    public AmendOrder {
        account = Require.id("account", account);
        clientOrderId = Require.id("clientOrderId", clientOrderId);
        if (price == null && amount == null) {
            throw Require.refused("price", "a price or an amount", null);
        }
        if (amount != null && amount.units() == 0) {
            throw Require.refused("amount", "above 0", "0");
        }
    }

    /** Returns the name of the order. */
    public OrderRef ref() {
        return new OrderRef(account, clientOrderId);
    }
}
