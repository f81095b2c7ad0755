/** The tradelab command. */
@NullMarked
package tradelab.cli;

import org.jspecify.annotations.NullMarked;
