/** Takes the samples off the event bus, and answers what is known. */
@NullMarked
package tradelab.monitor.collect;

import org.jspecify.annotations.NullMarked;
