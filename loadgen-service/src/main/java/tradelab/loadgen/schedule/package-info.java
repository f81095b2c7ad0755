/** When each arrival of a test is intended to start. */
@NullMarked
package tradelab.loadgen.schedule;

import org.jspecify.annotations.NullMarked;
