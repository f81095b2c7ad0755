/** The market-data service: venues' feeds in; books, cache and quotes out. */
@NullMarked
package tradelab.marketdata;

import org.jspecify.annotations.NullMarked;
