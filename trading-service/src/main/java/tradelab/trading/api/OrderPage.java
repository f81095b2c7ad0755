package tradelab.trading.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tradelab.contracts.trading.OrderView;

/**
 * Orders in the order of their acceptance.
 *
 * @param next what to give as {@code after} for the page that follows; absent on the last
 */
record OrderPage(List<OrderView> orders, @Nullable String next) {}
