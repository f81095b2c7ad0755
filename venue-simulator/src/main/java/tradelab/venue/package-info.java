/** An exchange that real Bitfinex clients accept: the service, its settings and how its parts are put together. */
@NullMarked
package tradelab.venue;

import org.jspecify.annotations.NullMarked;
