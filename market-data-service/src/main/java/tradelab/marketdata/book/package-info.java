/** Order books on scaled longs and the states they go through. Plain Java: no Vert.x, no clock, no locks. */
@NullMarked
package tradelab.marketdata.book;

import org.jspecify.annotations.NullMarked;
