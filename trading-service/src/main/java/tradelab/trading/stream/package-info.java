/** Streams every change of every order to whoever subscribes, from any point, in order and without gaps. */
@NullMarked
package tradelab.trading.stream;

import org.jspecify.annotations.NullMarked;
