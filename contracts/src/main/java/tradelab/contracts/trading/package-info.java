/** Orders in, outcomes and events out: the event-bus API of the trading service. */
@NullMarked
package tradelab.contracts.trading;

import org.jspecify.annotations.NullMarked;
