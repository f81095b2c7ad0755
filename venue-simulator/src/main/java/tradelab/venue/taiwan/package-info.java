/** The Taiwan stock market beside the Bitfinex one: what it serves and what it is put together from. */
@NullMarked
package tradelab.venue.taiwan;

import org.jspecify.annotations.NullMarked;
