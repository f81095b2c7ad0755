/** Faults that a test brings about while it runs, and those of the processes of a suite on one machine. */
@NullMarked
package tradelab.loadgen.fault;

import org.jspecify.annotations.NullMarked;
