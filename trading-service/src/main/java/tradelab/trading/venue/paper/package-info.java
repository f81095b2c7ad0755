/** A venue in process that fills orders against live quotes, without a market behind it. */
@NullMarked
package tradelab.trading.venue.paper;

import org.jspecify.annotations.NullMarked;
