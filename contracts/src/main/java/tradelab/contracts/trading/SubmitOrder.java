package tradelab.contracts.trading;

import org.jspecify.annotations.Nullable;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.Require;

/**
 * A request to place one order. A value of this type is always valid. Sending the same one again, by the same account
 * and client order id, places the order once and gives the same answer.
 *
 * @param account 1 to 64 letters, digits, {@code _ . -}
 * @param clientOrderId chosen by the caller, unique in its account; 1 to 64 letters, digits, {@code _ . -}
 * @param instrument for example {@code BITFINEX:tBTCUSD}
 * @param price limit price; absent exactly for {@link OrderType#MARKET}
 * @param amount above 0
 * @param postOnly refuse at the venue rather than take liquidity; only with {@link OrderType#LIMIT}; absent: false
 * @param reduceOnly refuse unless it makes the account's position in the instrument smaller, whatever else of the account
 *     is open on its side; absent: false
 */
public record SubmitOrder(
        String account,
        String clientOrderId,
        Instrument instrument,
        Side side,
        OrderType type,
        @Nullable Price price,
        Amount amount,
        @Nullable Boolean postOnly,
        @Nullable Boolean reduceOnly) {

    /** An order that may open a position. */
    public SubmitOrder(
            String account,
            String clientOrderId,
            Instrument instrument,
            Side side,
            OrderType type,
            @Nullable Price price,
            Amount amount,
            @Nullable Boolean postOnly) {
        this(account, clientOrderId, instrument, side, type, price, amount, postOnly, null);
    }

    public SubmitOrder {
        account = Require.id("account", account);
        clientOrderId = Require.id("clientOrderId", clientOrderId);
        instrument = Require.present("instrument", instrument);
        side = Require.present("side", side);
        type = Require.present("type", type);
        amount = Require.present("amount", amount);
        if (amount.units() == 0) {
            throw Require.refused("amount", "above 0", "0");
        }
        if (type == OrderType.MARKET && price != null) {
            throw Require.refused("price", "none with type MARKET", price.toString());
        }
        if (type != OrderType.MARKET && price == null) {
            throw Require.refused("price", "a price with type " + type, null);
        }
        if (Boolean.TRUE.equals(postOnly) && type != OrderType.LIMIT) {
            throw Require.refused("postOnly", "false with type " + type, "true");
        }
    }

    /** Returns the name of the order. */
    public OrderRef ref() {
        return new OrderRef(account, clientOrderId);
    }

    /** Returns whether the order must not take liquidity. */
    public boolean mustRest() {
        return Boolean.TRUE.equals(postOnly);
    }

    /** Returns whether the order must not make the account's position larger. */
    public boolean mustReduce() {
        return Boolean.TRUE.equals(reduceOnly);
    }
}
