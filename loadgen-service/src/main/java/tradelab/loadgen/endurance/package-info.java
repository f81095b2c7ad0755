/** Whether something grows without end while a test runs. */
@NullMarked
package tradelab.loadgen.endurance;

import org.jspecify.annotations.NullMarked;
