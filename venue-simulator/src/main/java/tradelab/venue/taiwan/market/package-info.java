/** One security: its orders, its books, and how they trade in each state. */
@NullMarked
package tradelab.venue.taiwan.market;

import org.jspecify.annotations.NullMarked;
