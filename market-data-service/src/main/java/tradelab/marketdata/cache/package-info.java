/** Quotes in memory and in Redis, each with an age and a validity. */
@NullMarked
package tradelab.marketdata.cache;

import org.jspecify.annotations.NullMarked;
