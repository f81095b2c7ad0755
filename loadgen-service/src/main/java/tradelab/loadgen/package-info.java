/** Load generation: schedules, operations, engine, runs and the performance-test API. */
@NullMarked
package tradelab.loadgen;

import org.jspecify.annotations.NullMarked;
