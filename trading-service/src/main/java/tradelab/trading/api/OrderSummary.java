package tradelab.trading.api;

import java.util.Map;
import tradelab.contracts.trading.OrderStatus;

/**
 * How many orders the database has.
 *
 * @param neverSent those that ended before they were part of any call to a venue
 */
record OrderSummary(long total, long neverSent, Map<OrderStatus, Long> byStatus) {}
