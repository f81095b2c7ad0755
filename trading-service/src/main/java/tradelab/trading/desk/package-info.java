/** The order desk: takes orders and cancellations in, and drives the core, the log and the venue. */
@NullMarked
package tradelab.trading.desk;

import org.jspecify.annotations.NullMarked;
