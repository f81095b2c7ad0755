/** Orders and cancellations on their way to a venue: in batches, cancellations first. */
@NullMarked
package tradelab.trading.batch;

import org.jspecify.annotations.NullMarked;
