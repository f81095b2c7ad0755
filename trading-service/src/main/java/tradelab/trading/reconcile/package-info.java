/** What the venue's own records say about orders whose fate is not known. */
@NullMarked
package tradelab.trading.reconcile;

import org.jspecify.annotations.NullMarked;
