/** The Taiwan exchanges: orders, their fate and what is listed, over one WebSocket. */
@NullMarked
package tradelab.trading.venue.taiwan;

import org.jspecify.annotations.NullMarked;
