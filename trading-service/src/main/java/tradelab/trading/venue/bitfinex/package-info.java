/** Bitfinex v2: orders in multi-operation calls by REST or WebSocket, their fate by WebSocket. */
@NullMarked
package tradelab.trading.venue.bitfinex;

import org.jspecify.annotations.NullMarked;
