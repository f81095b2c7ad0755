/** The search for the highest rate that a target holds. */
@NullMarked
package tradelab.loadgen.breakpoint;

import org.jspecify.annotations.NullMarked;
