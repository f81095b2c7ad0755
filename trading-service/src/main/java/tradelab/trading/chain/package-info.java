/** The chain of hashes over everything that was written to the log of orders, for its writer and for whoever checks it. */
@NullMarked
package tradelab.trading.chain;

import org.jspecify.annotations.NullMarked;
