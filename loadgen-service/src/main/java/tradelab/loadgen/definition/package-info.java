/** What a load test is, always valid. */
@NullMarked
package tradelab.loadgen.definition;

import org.jspecify.annotations.NullMarked;
