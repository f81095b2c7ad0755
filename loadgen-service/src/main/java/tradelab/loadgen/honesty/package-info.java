/** Notices what the machine and the JVM do to the generator itself, so that a result can say so. */
@NullMarked
package tradelab.loadgen.honesty;

import org.jspecify.annotations.NullMarked;
