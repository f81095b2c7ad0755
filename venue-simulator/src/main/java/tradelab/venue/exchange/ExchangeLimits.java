package tradelab.venue.exchange;

/**
 * Bounds of the exchange.
 *
 * @param openOrdersMax open orders of one account
 */
public record ExchangeLimits(int openOrdersMax) {}
