/** Definitions, progress and results of load tests. */
@NullMarked
package tradelab.contracts.loadgen;

import org.jspecify.annotations.NullMarked;
