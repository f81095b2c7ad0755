/** What the exchanges fix in numbers: ticks, daily limits, lots, costs. Plain functions. */
@NullMarked
package tradelab.venue.taiwan.rules;

import org.jspecify.annotations.NullMarked;
