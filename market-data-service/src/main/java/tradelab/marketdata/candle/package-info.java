/** Trades kept, and the candles that are made of them: exact at boundaries, and honest about what was missed. */
@NullMarked
package tradelab.marketdata.candle;

import org.jspecify.annotations.NullMarked;
