/** The call auction: which price trades the most. Plain functions. */
@NullMarked
package tradelab.venue.taiwan.auction;

import org.jspecify.annotations.NullMarked;
