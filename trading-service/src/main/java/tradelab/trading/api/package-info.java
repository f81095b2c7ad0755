/** The trading service's HTTP and event-bus interfaces. */
@NullMarked
package tradelab.trading.api;

import org.jspecify.annotations.NullMarked;
