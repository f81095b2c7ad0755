/** One market: its book, tape, candles and ticker, and the seam through which a source brings it to life. */
@NullMarked
package tradelab.venue.market;

import org.jspecify.annotations.NullMarked;
