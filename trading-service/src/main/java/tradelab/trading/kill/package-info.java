/** The kill switch: what may be traded at all, decided by one row in the database. */
@NullMarked
package tradelab.trading.kill;

import org.jspecify.annotations.NullMarked;
