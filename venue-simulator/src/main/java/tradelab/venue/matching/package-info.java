/** Price-time priority matching on scaled longs: plain, deterministic Java without clock, randomness or I/O. */
@NullMarked
package tradelab.venue.matching;

import org.jspecify.annotations.NullMarked;
