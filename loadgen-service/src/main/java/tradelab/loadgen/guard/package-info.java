/** Which addresses may be loaded at all. */
@NullMarked
package tradelab.loadgen.guard;

import org.jspecify.annotations.NullMarked;
