/** What every venue can do for us, and how it says what it did. */
@NullMarked
package tradelab.trading.venue;

import org.jspecify.annotations.NullMarked;
