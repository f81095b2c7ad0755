/** Hands the samples of every second to whoever watches, and cuts who cannot keep up. */
@NullMarked
package tradelab.monitor.live;

import org.jspecify.annotations.NullMarked;
