/** What a test's figures are held against. */
@NullMarked
package tradelab.loadgen.threshold;

import org.jspecify.annotations.NullMarked;
