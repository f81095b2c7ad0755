/** Side-by-side measurements: ours and a bare peer, interleaved in one run, so that the machine is the same for both. */
@NullMarked
package tradelab.benchmarks;

import org.jspecify.annotations.NullMarked;
