/** What arrived: every order as the truth for tests, and every input of the exchange, to do all of it again. */
@NullMarked
package tradelab.venue.journal;

import org.jspecify.annotations.NullMarked;
