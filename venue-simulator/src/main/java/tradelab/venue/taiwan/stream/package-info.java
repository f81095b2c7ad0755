/** The WebSocket protocol: market data, orders and reports. */
@NullMarked
package tradelab.venue.taiwan.stream;

import org.jspecify.annotations.NullMarked;
