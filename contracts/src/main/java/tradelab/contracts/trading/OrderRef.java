package tradelab.contracts.trading;

import tradelab.contracts.Require;

/** Names one order by what its owner called it: to ask about it, or to cancel it. */
public record OrderRef(String account, String clientOrderId) {
    public OrderRef {
        account = Require.id("account", account);
        clientOrderId = Require.id("clientOrderId", clientOrderId);
    }
}
