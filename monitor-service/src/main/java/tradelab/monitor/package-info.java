/** Watches every service of the suite and shows it: one sample a second from each, on a live page. */
@NullMarked
package tradelab.monitor;

import org.jspecify.annotations.NullMarked;
