/** The venue's own page: book, trades, accounts and the faults in force, for a browser. */
@NullMarked
package tradelab.venue.page;

import org.jspecify.annotations.NullMarked;
