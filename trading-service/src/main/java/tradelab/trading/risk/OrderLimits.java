package tradelab.trading.risk;

import java.util.Optional;
import java.util.Set;
import tradelab.contracts.Amount;
import tradelab.contracts.Instrument;
import tradelab.contracts.Price;
import tradelab.contracts.trading.SubmitOrder;
import tradelab.contracts.trading.SubmitOutcome.Reason;
import tradelab.contracts.trading.SubmitOutcome.Refused;

/**
 * The first gate: what may be traded here, and in what sizes.
 *
 * @param halted whether nothing new is accepted at all; cancellations are
 * @param instruments all that may be traded
 * @param priceTick prices are a multiple of this
 * @param amountLot amounts are a multiple of this
 */
public record OrderLimits(
        boolean halted,
        Set<Instrument> instruments,
        Price priceMax,
        Price priceTick,
        Amount amountMin,
        Amount amountMax,
        Amount amountLot) {
    public OrderLimits {
        instruments = Set.copyOf(instruments);
        if (amountLot.units() == 0) {
            throw new IllegalArgumentException("amountLot: expected above 0, got 0");
        }
        if (amountMin.compareTo(amountMax) > 0) {
            throw new IllegalArgumentException("amountMin: expected at most " + amountMax + ", got " + amountMin);
        }
    }

    /** Returns why {@code order} is not accepted, or nothing. */
    public Optional<Refused> refusal(SubmitOrder order) {
        if (halted) {
            return refused(Reason.HALTED, "trading is halted");
        }
        if (!instruments.contains(order.instrument())) {
            return refused(Reason.UNKNOWN_INSTRUMENT, order.instrument() + " is not traded here");
        }
        long amount = order.amount().units();
        if (amount < amountMin.units() || amount > amountMax.units()) {
            return refused(
                    Reason.AMOUNT_LIMIT,
                    "amount: expected " + amountMin + " to " + amountMax + ", got " + order.amount());
        }
        if (amount % amountLot.units() != 0) {
            return refused(
                    Reason.AMOUNT_LIMIT, "amount: expected a multiple of " + amountLot + ", got " + order.amount());
        }
        Price price = order.price();
        if (price != null && price.compareTo(priceMax) > 0) {
            return refused(Reason.PRICE_LIMIT, "price: expected at most " + priceMax + ", got " + price);
        }
        if (price != null && price.units() % priceTick.units() != 0) {
            return refused(Reason.PRICE_LIMIT, "price: expected a multiple of " + priceTick + ", got " + price);
        }
        return Optional.empty();
    }

    private static Optional<Refused> refused(Reason reason, String detail) {
        return Optional.of(new Refused(reason, detail));
    }
}
