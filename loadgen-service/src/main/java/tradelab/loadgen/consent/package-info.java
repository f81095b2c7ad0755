/** Whether a target agrees to be loaded. */
@NullMarked
package tradelab.loadgen.consent;

import org.jspecify.annotations.NullMarked;
