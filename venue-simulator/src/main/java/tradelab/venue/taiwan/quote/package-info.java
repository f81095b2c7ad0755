/** The public quote JSON of the exchange. */
@NullMarked
package tradelab.venue.taiwan.quote;

import org.jspecify.annotations.NullMarked;
