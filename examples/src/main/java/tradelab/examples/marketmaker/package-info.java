/** A market maker that speaks to the suite over the event bus alone. */
@NullMarked
package tradelab.examples.marketmaker;

import org.jspecify.annotations.NullMarked;
