/** One run on many machines: agents that each drive a share of the schedule, and the controller that merges them. */
@NullMarked
package tradelab.loadgen.agent;

import org.jspecify.annotations.NullMarked;
