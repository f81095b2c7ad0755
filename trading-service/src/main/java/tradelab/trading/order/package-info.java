/** The life of an order, decided: plain Java without clock, randomness or I/O. */
@NullMarked
package tradelab.trading.order;

import org.jspecify.annotations.NullMarked;
