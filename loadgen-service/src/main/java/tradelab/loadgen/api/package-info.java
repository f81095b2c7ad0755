/** The performance-test API over HTTP. */
@NullMarked
package tradelab.loadgen.api;

import org.jspecify.annotations.NullMarked;
