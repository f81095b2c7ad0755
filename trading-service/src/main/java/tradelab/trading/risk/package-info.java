/** What an order must satisfy before it is accepted. Plain Java. */
@NullMarked
package tradelab.trading.risk;

import org.jspecify.annotations.NullMarked;
