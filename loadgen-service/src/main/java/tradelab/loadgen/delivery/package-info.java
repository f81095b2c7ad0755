/** Brings finished results to the report service. */
@NullMarked
package tradelab.loadgen.delivery;

import org.jspecify.annotations.NullMarked;
