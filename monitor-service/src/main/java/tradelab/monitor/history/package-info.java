/** Bounded memory of what each instance of each service said about itself. Plain Java, time passed in. */
@NullMarked
package tradelab.monitor.history;

import org.jspecify.annotations.NullMarked;
