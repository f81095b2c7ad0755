/** Quotes, books and trades out: HTTP, event bus, conflated batches. */
@NullMarked
package tradelab.marketdata.serving;

import org.jspecify.annotations.NullMarked;
