/** Bitfinex v2: orders by REST in multi-operation calls, their fate by WebSocket. */
@NullMarked
package tradelab.trading.venue.bitfinex;

import org.jspecify.annotations.NullMarked;
