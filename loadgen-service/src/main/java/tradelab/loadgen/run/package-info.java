/** Runs of load tests: their state, result and verdict. */
@NullMarked
package tradelab.loadgen.run;

import org.jspecify.annotations.NullMarked;
