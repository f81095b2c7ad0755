/** The simulator's own API beside the exchange's: what arrived, and what brings the markets to life. */
@NullMarked
package tradelab.venue.inspect;

import org.jspecify.annotations.NullMarked;
