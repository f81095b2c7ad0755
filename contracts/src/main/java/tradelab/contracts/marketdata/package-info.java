/** Quotes and books: the event-bus API of the market-data service. */
@NullMarked
package tradelab.contracts.marketdata;

import org.jspecify.annotations.NullMarked;
