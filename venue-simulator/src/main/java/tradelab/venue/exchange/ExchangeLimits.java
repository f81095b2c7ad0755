package tradelab.venue.exchange;

/**
 * Bounds and prices of the exchange.
 *
 * @param openOrdersMax open orders of one account
 * @param makerFee part of the amount received, times 10^8: 100000 is 0.1 %
 * @param takerFee the same for takers
 */
public record ExchangeLimits(int openOrdersMax, long makerFee, long takerFee) {}
