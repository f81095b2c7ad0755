package tradelab.venue.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.Decimals;
import tradelab.venue.account.WalletType;
import tradelab.venue.market.Market;
import tradelab.venue.market.Precision;
import tradelab.venue.matching.CloseReason;
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
    OrderRequest checked(Account account, OrderRequest asked, long nowMillis) {
        Market market = markets.get(asked.symbol());
        if (market == null) {
            throw Fields.invalid("symbol", asked.symbol());
        }
        long amount = amount(account, asked, market);
        OrderRequest order = asked.with(
                amount,
                Precision.cut(Math.max(0, asked.price()), Precision.DIGITS),
                Precision.cut(Math.max(0, asked.limit()), Precision.DIGITS),
                Precision.cut(Math.max(0, asked.ocoStop()), Precision.DIGITS));
        requirePrices(order, asked);
        if (order.tifMillis() != 0 && order.tifMillis() <= nowMillis) {
            throw Fields.invalid("tif", Long.toString(order.tifMillis()));
        }
        if (account.open().size() >= openOrdersMax) {
            throw new Refusal(Refusal.GENERIC, "Invalid order: too many open orders");
        }
        try {
            requireMoney(account, market, order);
        } catch (ArithmeticException e) {
            throw notEnough(market, order.margin(), amount, order.price());
        }
        return order;
    }

    private static long amount(Account account, OrderRequest asked, Market market) {
        long amount = asked.amount();
        if (asked.has(OrderRequest.CLOSE) && asked.margin()) {
            amount = -account.position(asked.symbol()).amount();
            if (amount == 0) {
                throw new Refusal(Refusal.GENERIC, "Invalid order: no position to close");
            }
            return amount;
        }
        if (amount == 0) {
            throw Fields.invalid("amount", "0");
        }
        requireSize(market, amount);
        return amount;
    }

    /** Refuses an amount that the market is not traded in. */
    static void requireSize(Market market, long amount) {
        boolean tooLarge =
                amount == Long.MIN_VALUE || Math.abs(amount) > market.spec().amountMax();
        if (tooLarge || Math.abs(amount) < market.spec().amountMin()) {
            throw new Refusal(
                    Refusal.GENERIC,
                    "Invalid order: " + (tooLarge ? "maximum" : "minimum") + " size for "
                            + market.spec().pair() + " is "
                            + Decimals.format(
                                    tooLarge
                                            ? market.spec().amountMax()
                                            : market.spec().amountMin()));
        }
    }

    private static void requirePrices(OrderRequest order, OrderRequest asked) {
        boolean priced = order.type() != OrderType.MARKET && order.type() != OrderType.TRAILING_STOP;
        if (priced && order.price() < 1) {
            throw Fields.invalid("price", Decimals.format(asked.price()));
        }
        if (order.type() == OrderType.TRAILING_STOP && order.trailing() < 1) {
            throw Fields.invalid("price_trailing", Decimals.format(asked.trailing()));
        }
        if (order.type() == OrderType.STOP_LIMIT && order.limit() < 1) {
            throw Fields.invalid("price_aux_limit", Decimals.format(asked.limit()));
        }
        if (order.has(OrderRequest.OCO)) {
            if (order.type() != OrderType.LIMIT) {
                throw Fields.invalid("flags", "OCO of " + order.type());
            }
            if (order.ocoStop() < 1) {
                throw Fields.invalid("price_oco_stop", Decimals.format(asked.ocoStop()));
            }
        }
    }

    private static void requireMoney(Account account, Market market, OrderRequest order) {
        boolean buys = order.amount() > 0;
        long price = reservePrice(market, order);
        long value = price == 0 && (buys || order.margin())
                ? MarketCost.of(market, order.amount())
                : order.margin()
                        ? Decimals.multiply(price, Math.abs(order.amount()))
                        : Settlement.spotNeeded(buys, Math.abs(order.amount()), price);
        if (order.margin()) {
            requireMargin(account, market, order.amount(), value, order.price());
        } else {
            requireBalance(account, market, value, order.amount(), order.price());
        }
    }

    /** Returns the price that money is set aside for; 0 at the market. */
    private static long reservePrice(Market market, OrderRequest order) {
        return switch (order.type()) {
            case MARKET -> 0;
            case LIMIT, FOK, IOC, STOP -> Math.max(order.price(), order.ocoStop());
            case STOP_LIMIT -> order.limit();
            case TRAILING_STOP -> {
                long best = market.depth().bestAsk() == 0
                        ? market.lastPrice()
                        : market.depth().bestAsk();
                yield order.amount() > 0 ? Math.addExact(best, order.trailing()) : Math.max(1, best);
            }
        };
    }

    static void requireBalance(Account account, Market market, long needed, long amount, long price) {
        String currency = amount > 0 ? market.spec().quote() : market.spec().base();
        if (needed > account.wallets().of(currency).available()) {
            throw notEnough(market, false, amount, price);
        }
    }

    static void requireMargin(Account account, Market market, long amount, long value, long price) {
        if (!isMarginEnough(account, market, amount, value)) {
            throw notEnough(market, true, amount, price);
        }
    }

    private static boolean isMarginEnough(Account account, Market market, long amount, long value) {
        Position position = account.position(market.spec().symbol());
        long more = position.more(amount > 0 ? value : 0, amount > 0 ? 0 : value);
        return more <= 0
                || more
                        <= account.wallets()
                                .of(WalletType.MARGIN, market.spec().quote())
                                .available();
    }

    /** Returns why an accepted order may not enter the book now, or null. Its money has been released if it is due. */
    static @Nullable CloseReason refusal(Account account, Market market, AccountOrder order) {
        CloseReason reducing = notReducing(account, order);
        if (reducing != null || order.kind() != OrderKind.MARKET || !order.isWaitingOver()) {
            return reducing;
        }
        try {
            long cost = MarketCost.of(market, order.amount());
            boolean funded = order.isMargin()
                    ? isMarginEnough(account, market, order.amount(), cost)
                    : !order.buys()
                            || cost
                                    <= account.wallets()
                                            .of(market.spec().quote())
                                            .available();
            return funded ? null : CloseReason.NOT_FUNDED;
        } catch (ArithmeticException e) {
            return CloseReason.NOT_FUNDED;
        }
    }

    /** Returns why a reduce-only order would do more than reduce, or null. */
    static @Nullable CloseReason notReducing(Account account, AccountOrder order) {
        if (!order.isReduceOnly()) {
            return null;
        }
        long held = account.position(order.symbol()).amount();
        if (held == 0) {
            return CloseReason.NO_POSITION;
        }
        if (held > 0 == order.buys()) {
            return CloseReason.WOULD_INCREASE;
        }
        return order.remaining() > Math.abs(held) ? CloseReason.WOULD_FLIP : null;
    }

    private static Refusal notEnough(Market market, boolean margin, long amount, long price) {
        return new Refusal(
                Refusal.GENERIC,
                "Invalid order: not enough " + (margin ? "tradable" : "exchange") + " balance for "
                        + Decimals.format(amount) + " " + market.spec().pair() + " at "
                        + (price == 0 ? "the market price" : Decimals.format(price)));
    }
}
