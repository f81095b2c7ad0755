/** What arrived: every order that reached the venue, accepted or refused, as the truth for tests. */
@NullMarked
package tradelab.venue.journal;

import org.jspecify.annotations.NullMarked;
