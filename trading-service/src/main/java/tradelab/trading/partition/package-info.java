/** Which instance owns which accounts, fenced by the database: membership, leases, take-over, fair shares. */
@NullMarked
package tradelab.trading.partition;

import org.jspecify.annotations.NullMarked;
