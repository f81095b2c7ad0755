/** Seeded order flow that looks like the recorded market: what trades when nobody else does. */
@NullMarked
package tradelab.venue.life;

import org.jspecify.annotations.NullMarked;
