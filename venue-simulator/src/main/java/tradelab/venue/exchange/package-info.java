/** The exchange proper: takes orders of accounts, keeps them to their end, and tells their owners. */
@NullMarked
package tradelab.venue.exchange;

import org.jspecify.annotations.NullMarked;
