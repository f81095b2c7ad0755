/** Weighted operations of a test, and the bytes of their requests. */
@NullMarked
package tradelab.loadgen.operation;

import org.jspecify.annotations.NullMarked;
