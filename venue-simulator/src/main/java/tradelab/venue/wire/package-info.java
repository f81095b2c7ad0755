/** The exchange's JSON: rows as arrays, numbers as plain shortest decimals. */
@NullMarked
package tradelab.venue.wire;

import org.jspecify.annotations.NullMarked;
