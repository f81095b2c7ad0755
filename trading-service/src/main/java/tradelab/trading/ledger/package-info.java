/** Proves from histories that no order was lost, doubled or invented: plain Java, for any gateway. */
@NullMarked
package tradelab.trading.ledger;

import org.jspecify.annotations.NullMarked;
