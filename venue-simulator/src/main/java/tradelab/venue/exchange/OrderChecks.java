package tradelab.venue.exchange;

import java.util.Map;
import tradelab.contracts.Decimals;
import tradelab.venue.market.Market;
import tradelab.venue.market.Precision;
import tradelab.venue.matching.OrderKind;

/** What an order must be, and what its account must have, before it enters a market. */
final class OrderChecks {
    private final Map<String, Market> markets;
    private final int openOrdersMax;

    OrderChecks(Map<String, Market> markets, int openOrdersMax) {
        this.markets = markets;
        this.openOrdersMax = openOrdersMax;
    }

    /** Returns the order as it will be entered, or refuses it. */
    OrderRequest checked(Account account, OrderRequest asked) {
        Market market = markets.get(asked.symbol());
        if (market == null) {
            throw Fields.invalid("symbol", asked.symbol());
        }
        long amount = asked.amount();
        if (amount == 0) {
            throw Fields.invalid("amount", "0");
        }
        if (amount == Long.MIN_VALUE || Math.abs(amount) > market.spec().amountMax()) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Invalid order: maximum size for " + market.spec().pair() + " is "
                            + Decimals.format(market.spec().amountMax()));
        }
        if (Math.abs(amount) < market.spec().amountMin()) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Invalid order: minimum size for " + market.spec().pair() + " is "
                            + Decimals.format(market.spec().amountMin()));
        }
        boolean atMarket = asked.kind() == OrderKind.MARKET;
        long price = atMarket ? 0 : Precision.cut(asked.price(), Precision.DIGITS);
        if (!atMarket && price < 1) {
            throw Fields.invalid("price", Decimals.format(asked.price()));
        }
        if (account.open().size() >= openOrdersMax) {
            throw new Refusal(Refusal.GENERIC, "Invalid order: too many open orders");
        }
        try {
            long needed = atMarket && amount > 0
                    ? MarketCost.of(market.depth(), amount)
                    : needed(amount > 0, Math.abs(amount), price);
            requireBalance(account, market, amount > 0, needed, amount, price);
        } catch (ArithmeticException e) {
            throw notEnough(market, amount, price);
        }
        return new OrderRequest(
                asked.type(),
                asked.kind(),
                asked.symbol(),
                amount,
                price,
                asked.cid(),
                asked.gid(),
                asked.flags(),
                asked.meta());
    }

    static void requireBalance(Account account, Market market, boolean buys, long needed, long amount, long price) {
        String currency = buys ? market.spec().quote() : market.spec().base();
        if (needed > account.wallets().of(currency).available()) {
            throw notEnough(market, amount, price);
        }
    }

    private static Refusal notEnough(Market market, long amount, long price) {
        return new Refusal(
                Refusal.GENERIC,
                "Invalid order: not enough exchange balance for " + Decimals.format(amount) + " "
                        + market.spec().pair() + " at "
                        + (price == 0 ? "the market price" : Decimals.format(price)));
    }

    /** What an order sets aside: the quote currency of a buy, the base currency of a sell. Market buys pay as they go. */
    static long needed(boolean buys, long remaining, long price) {
        if (!buys) {
            return remaining;
        }
        return remaining == 0 || price == 0 ? 0 : Math.addExact(Decimals.multiply(price, remaining), 1);
    }
}
