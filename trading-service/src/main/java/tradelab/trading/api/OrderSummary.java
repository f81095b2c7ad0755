package tradelab.trading.api;

import java.util.Map;
import tradelab.contracts.trading.OrderStatus;

/** How many orders the database has, in all and by status. */
record OrderSummary(long total, Map<OrderStatus, Long> byStatus) {}
