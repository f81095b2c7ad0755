/** Venues' feeds: frames in without doubles, books and trades kept, connections kept up. */
@NullMarked
package tradelab.marketdata.feed;

import org.jspecify.annotations.NullMarked;
