/** The feeds that come with the service and are selected by name, beside that of Bitfinex. */
@NullMarked
package tradelab.marketdata.venue;

import org.jspecify.annotations.NullMarked;
