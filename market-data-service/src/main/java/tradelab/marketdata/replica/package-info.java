/** Replicas that share the instruments: who feeds which, how it is handed over, and reading what another one feeds. */
@NullMarked
package tradelab.marketdata.replica;

import org.jspecify.annotations.NullMarked;
