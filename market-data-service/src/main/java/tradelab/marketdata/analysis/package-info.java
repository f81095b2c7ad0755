/** What follows from books and trades: tickers, and expressions over candles and quotes at a bounded cost. */
@NullMarked
package tradelab.marketdata.analysis;

import org.jspecify.annotations.NullMarked;
