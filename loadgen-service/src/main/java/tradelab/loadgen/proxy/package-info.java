/** A TCP proxy that harms what passes through it, on order and for a time. */
@NullMarked
package tradelab.loadgen.proxy;

import org.jspecify.annotations.NullMarked;
